import re
import unicodedata

import pytest

from searchnews.arabic import letters


def members(inside):
    return [chr(point) for point in range(0x10000) if re.fullmatch(f"[{inside}]", chr(point))]


def test_every_letter_is_a_letter_for_unicode():
    assigned = [c for c in members(letters.ARABIC_LETTERS) if unicodedata.category(c) not in ("Cn", "Sk")]
    assert {unicodedata.category(c) for c in assigned} <= {"Lo", "Lm", "So"}


def test_every_mark_is_a_mark_for_unicode():
    marks = [c for c in members(letters.ARABIC_MARKS) if not "\ufe70" <= c <= "\ufe7f"]
    joined = {"\ufc5e", "\ufc5f", "\ufc60", "\ufc61", "\ufc62", "\ufc63", "\ufcf2", "\ufcf3", "\ufcf4"}
    small = {"\u06e5", "\u06e6"}
    assert {unicodedata.category(c) for c in {*marks} - joined - small} <= {"Mn", "Cn"}


def test_every_format_mark_is_invisible():
    assert {unicodedata.category(c) for c in members(letters.FORMAT_MARKS)} <= {"Cf", "Mn"}


def test_no_character_is_in_two_classes():
    classes = [letters.ARABIC_LETTERS, letters.ARABIC_MARKS, letters.FORMAT_MARKS, letters.DIGITS, letters.TATWEEL]
    everything = [c for inside in classes for c in members(inside)]
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("phrase", list("ﷺﷻ﷽ﷰ"[:3]))
def test_the_ligatures_of_phrases_are_no_letters(phrase):
    assert not re.fullmatch(f"[{letters.ARABIC_LETTERS}]", phrase)


def test_presentation_forms_unfold_to_letters_without_spaces():
    unfolded = {unicodedata.normalize("NFKC", c) for c in members(letters.PRESENTATION_FORMS)}
    assert not any(" " in text for text in unfolded)


def test_tatweel_is_no_letter():
    assert not re.fullmatch(f"[{letters.ARABIC_LETTERS}]", letters.TATWEEL)
