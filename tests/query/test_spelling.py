"""What a word that no article has was meant to be."""

import pytest

from searchnews.query.spelling import is_one_slip, nearest, parted


class Words(dict):
    """A vocabulary: words and how many documents have them."""

    def terms_with_prefix(self, field, prefix, *, limit):
        return sorted(word for word in self if word.startswith(prefix))[:limit]

    def document_frequency(self, field, term):
        return self.get(term, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ليفيربول", "ليفربول"), ("ليفربول", "ليفيربول"), ("موريطانيا", "موريتانيا"), ("منظقة", "منطقة"),
     ("رسوال", "رسول"), ("روتشليد", "روتشيلد"), ("سلام", "سلام"), ("سلا", "سلام")],
)  # fmt: skip
def test_a_letter_more_less_or_other_or_two_swapped_is_one_slip(one, other):
    assert is_one_slip(one, other)


@pytest.mark.parametrize(("one", "other"), [("سلام", "كلمات"), ("سلام", "مسلم"), ("كتاب", "كتابات"), ("", "سل")])
def test_more_is_not(one, other):
    assert not is_one_slip(one, other)


def test_the_commonest_neighbour_is_meant():
    assert nearest("انتخابت", "surface", Words(انتخاب=3, انتخابات=9, انتخابه=2)) == "انتخابات"


def test_a_letter_that_sounds_alike_is_meant_before_a_commoner_word():
    assert nearest("موريطانيا", "surface", Words(موريتانيا=1, موريانيا=9)) == "موريتانيا"


def test_the_letters_that_count_as_right_stand_behind_the_article():
    assert nearest("الاوكسيجن", "surface", Words(الاوكسجن=1)) == "الاوكسجن"
    assert nearest("الزوكسيجن", "surface", Words(الاوكسيجن=1)) is None


@pytest.mark.parametrize("word", ["قمة", "يقغ", "القمت", "1050", "covid19"])
def test_short_words_and_numbers_are_not_guessed_at(word):
    assert nearest(word, "surface", Words({"قمم": 1, "يقع": 1, "القمة": 1, "1051": 1, "covid18": 1})) is None


@pytest.mark.parametrize(
    ("word", "parts"),
    [("البحرالميت", ("البحر", "الميت")), ("لايزال", ("لا", "يزال")), ("حقبهماساويه", ("حقبه", "ماساويه")),
     ("عبدالسلام", ("عبد", "السلام"))],
)  # fmt: skip
def test_words_run_together_are_parted(word, parts):
    assert parted(word, lambda part: int(part in parts)) == parts


def test_a_word_is_not_parted_into_what_no_article_has():
    assert parted("البحرالميت", lambda part: int(part == "البحر")) is None


def test_a_word_is_not_parted_into_crumbs():
    assert parted("مانجا", lambda part: 9) is None
