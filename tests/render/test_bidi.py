import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.errors import MissingExtraError
from searchnews.render import bidi
from searchnews.render.bidi import Ordering, choose, terminal_orders, visual

ARABIC = st.text(alphabet="ابتلمسهـ لإآ\u064e\u0651\u200c()12abc،.", max_size=40)


def shown(text, **options):
    return "".join(cell.char for cell in visual(text, **options))


def test_letters_are_joined_and_run_from_the_right():
    assert shown("بيت") == "\ufe96\ufef4\ufe91"


def test_lam_alef_takes_one_cell():
    assert shown("سلام") == "\ufee1\ufefc\ufeb3"


def test_lam_alef_is_joined_across_a_vowel_mark():
    assert shown("لَا") == "\ufefb\u064e"


def test_a_vowel_mark_follows_its_letter():
    assert [cell.source for cell in visual("بَيت")] == [3, 2, 0, 1]


def test_a_mark_on_a_latin_letter_stays_after_it():
    assert shown("سلم cafe\u0301").startswith("cafe\u0301 ")


def test_numbers_and_latin_words_run_from_the_left():
    assert shown("في 2018 قال COVID-19 شيئا").split()[1::2] == ["COVID-19", "2018"]


def test_brackets_are_mirrored():
    assert shown("(نعم)") == "(" + shown("نعم") + ")"


def test_the_direction_of_the_line_orders_its_parts():
    assert shown("abc سلم", right_to_left=True).endswith("abc")
    assert shown("abc سلم", right_to_left=False).startswith("abc")


def test_a_closing_full_stop_goes_to_the_left_end():
    assert shown("انتهى.")[0] == "."


def test_format_characters_are_not_sent_to_such_terminals():
    assert shown("\u2068بيت\u2069\u200f بيت\u200cبيت").count("\u200c") == 0
    assert not any(unicodedata.category(char) == "Cf" for char in shown("\u202bبيت\u202c\u2068a\u2069"))


def test_a_non_joiner_still_keeps_letters_apart():
    assert shown("ب\u200cب") == "\ufe8f\ufe8f"


@given(ARABIC)
def test_every_cell_stands_for_a_different_character(text):
    sources = [cell.source for cell in visual(text)]
    assert len(set(sources)) == len(sources)
    assert set(sources) <= set(range(len(text)))


@given(ARABIC)
def test_only_alefs_after_lam_and_format_characters_have_no_cell(text):
    left_out = set(range(len(text))) - {cell.source for cell in visual(text)}
    assert {text[place] for place in left_out} <= set("اإآ\u200c")


@given(ARABIC)
def test_latin_and_digits_are_never_changed(text):
    assert all(cell.char == text[cell.source] for cell in visual(text) if text[cell.source] in "12abc")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, Ordering.PARAGRAPHS),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5202"}, Ordering.PROGRAM),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230800"}, Ordering.TERMINAL),
        ({"TERM": "mlterm"}, Ordering.TERMINAL),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, Ordering.TERMINAL),
        ({"TERM": "xterm", "TERM_PROGRAM": "mintty"}, Ordering.TERMINAL),
        ({"TERM": "dumb", "INSIDE_EMACS": "29.1,comint"}, Ordering.TERMINAL),
        ({"TERM": "xterm", "XTERM_VERSION": "XTerm(379)"}, Ordering.PROGRAM),
        ({"TERM": "alacritty"}, Ordering.PROGRAM),
        ({"TERM": "foot"}, Ordering.PROGRAM),
        ({"TERM": "linux"}, Ordering.PROGRAM),
        ({"WT_SESSION": "1"}, Ordering.PROGRAM),
        ({"TERM": "xterm-kitty"}, None),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux", "VTE_VERSION": "7600"}, None),
        ({"TERM": "screen", "XTERM_VERSION": "XTerm(379)"}, None),
        ({}, None),
    ],
)
def test_terminals_are_known_by_what_they_tell(environ, expected):
    assert terminal_orders(environ) is expected


def test_an_unknown_terminal_gets_logical_order():
    assert choose("auto", {"TERM": "vt100"}) is Ordering.NOBODY


def test_off_means_logical_order_even_where_the_terminal_reorders():
    assert choose("off", {"VTE_VERSION": "7600"}) is Ordering.NOBODY


def test_on_reorders_whatever_the_terminal():
    assert choose("on", {"VTE_VERSION": "7600"}) is Ordering.PROGRAM


def test_on_without_the_extra_names_the_extra(monkeypatch):
    monkeypatch.setattr(bidi, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"searchnews\[bidi\]"):
        choose("on", {})


def test_auto_without_the_extra_leaves_text_in_logical_order(monkeypatch):
    monkeypatch.setattr(bidi, "find_spec", lambda name: None)
    assert choose("auto", {"TERM": "linux"}) is Ordering.NOBODY
