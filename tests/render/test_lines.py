import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from searchnews.model import Span
from searchnews.render.lines import cells, one_line, printable, whole_words


def test_escape_sequences_lose_their_escape():
    assert one_line("خبر \x1b]0;title\x07 عاجل") == "خبر  ]0;title  عاجل"


def test_c1_controls_become_blanks():
    assert one_line("a\x9b31mb") == "a 31mb"


def test_one_line_turns_every_line_break_into_a_blank():
    assert one_line("a\nb\r\nc\u2028d\u2029e") == "a b  c d e"


def test_printable_keeps_newlines():
    assert printable("a\nb\x00") == "a\nb "


@given(st.text())
def test_the_length_of_a_text_never_changes(text):
    assert len(one_line(text)) == len(printable(text)) == len(text)


@given(st.text())
def test_no_control_character_survives(text):
    assert not any(unicodedata.category(char) == "Cc" for char in one_line(text))


def test_a_span_inside_a_word_grows_to_the_whole_word():
    assert whole_words("قال والسلام عليكم", [(5, 9)]) == (Span(4, 11),)


def test_a_span_takes_the_vowel_marks_and_tatweel_of_its_word_along():
    text = "السَّلـــامُ عليكم"
    assert whole_words(text, [(2, 3)]) == (Span(0, text.index(" ")),)


def test_a_zero_width_non_joiner_does_not_end_a_word():
    assert whole_words("می\u200cخواهم", [(0, 2)]) == (Span(0, 8),)


def test_an_underscore_parts_the_words_of_a_hashtag():
    assert whole_words("#محادثات_السلام", [(1, 8)]) == (Span(1, 8),)


def test_spans_that_meet_in_one_word_are_merged():
    assert whole_words("السلام", [(0, 2), (3, 4)]) == (Span(0, 6),)


def test_neighbouring_spans_of_two_words_stay_two():
    assert whole_words("محادثات السلام", [(0, 7), (8, 14)]) == (Span(0, 7), Span(8, 14))


def test_spans_outside_the_text_are_dropped():
    assert whole_words("سلام", [(9, 12), (2, 2)]) == ()


def test_vowel_marks_take_no_cell():
    assert cells("سَلَامٌ") == 4


def test_joiners_and_direction_marks_take_no_cell():
    assert cells("\u2068می\u200cخ\u2069\u200f") == 3


def test_wide_characters_take_two_cells():
    assert cells("新聞") == 4


@given(st.text(alphabet=st.characters(min_codepoint=0x0621, max_codepoint=0x06D5)))
def test_rich_counts_the_cells_of_arabic_the_same_way(text):
    assert cell_len(text) == cells(text)
