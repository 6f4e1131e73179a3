import re
from dataclasses import replace

import pytest

from searchnews.arabic.token import Forms, Token
from searchnews.model import Article, Correction, Hit, IndexStats, Results, Snippet, Span
from searchnews.render import terminal
from searchnews.render.bidi import Ordering, visual
from searchnews.render.lines import cells
from searchnews.render.terminal import Screen

SGR = re.compile(r"\x1b\[[0-9;]*m")
MATCHED = re.compile(r"\x1b\[1;35m(.*?)\x1b\[0m")


def bare(page):
    return SGR.sub("", page)


def one(text, *spans):
    return Results("س", 1, 1.0, (Hit(1, 1.0, Article(id="1", title="خبر"), (Snippet(text, spans),)),))


def reordered(text):
    return "".join(cell.char for cell in visual(text))


def test_every_matching_word_is_marked(found):
    assert MATCHED.findall(terminal.results(found, Screen())) == ["محادثات", "السلام"] * 3


def test_a_mark_covers_the_whole_word():
    assert MATCHED.findall(terminal.results(one("قال والسلام عليكم", Span(5, 8)), Screen())) == ["والسلام"]


def test_without_colour_there_are_no_escape_sequences(found):
    assert "\x1b" not in terminal.results(found, Screen(color=False))


def test_the_environment_does_not_decide_about_colour(found, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert MATCHED.search(terminal.results(found, Screen(color=True)))


def test_the_id_is_dim(found):
    assert "\x1b[2m7f3a\x1b[0m" in terminal.results(found, Screen())


def test_the_source_comes_last_on_its_line(found):
    line = bare(terminal.results(found, Screen())).splitlines()[0]
    assert line == "1   2018-03-05 · 18.423 · 7f3a · الجزيرة نت"


def test_a_blank_line_stands_between_hits(found):
    assert len(bare(terminal.results(found, Screen())).strip().split("\n\n")) == 3


@pytest.mark.parametrize("ordering", [Ordering.NOBODY, Ordering.TERMINAL, Ordering.PROGRAM])
@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_screen(ordering, width):
    page = terminal.results(
        one("قَالَ الرَّئِيسُ إنّ السلام لا رجعة فيه " * 9, Span(21, 27)), Screen(width=width, ordering=ordering)
    )
    assert max(cells(line) for line in bare(page).splitlines()[:-2]) <= width


def test_lines_stop_at_a_readable_length():
    page = bare(terminal.results(one("سلام " * 90), Screen(width=300)))
    assert max(map(cells, page.splitlines())) <= terminal.MAX_LINE_CELLS


def test_an_unknown_terminal_gets_logical_order(found):
    assert "    استئناف محادثات السلام في جنيف\n" in bare(terminal.results(found, Screen()))


def test_a_terminal_that_reorders_gets_isolated_arabic_in_latin_lines(found):
    page = bare(terminal.results(found, Screen(ordering=Ordering.TERMINAL)))
    assert " · \u2068الجزيرة نت\u2069\n" in page


def test_only_terminals_that_reorder_get_isolates(found):
    for ordering in (Ordering.NOBODY, Ordering.PROGRAM):
        assert "\u2068" not in terminal.results(found, Screen(ordering=ordering))


def test_vte_is_told_the_direction_of_each_arabic_line_and_told_back(found):
    page = bare(terminal.results(found, Screen(ordering=Ordering.PARAGRAPHS)))
    assert "\x1b[2 k    استئناف محادثات السلام في جنيف\x1b[ k\n" in page
    assert page.count("\x1b[2 k") == page.count("\x1b[ k\n")


def test_reordered_text_stands_at_the_right_margin():
    lines = bare(terminal.results(one("السلام عليكم"), Screen(width=60, ordering=Ordering.PROGRAM))).splitlines()
    assert lines[2] == reordered("السلام عليكم").rjust(60 - terminal.INDENT)


def test_reordered_text_is_wrapped_before_it_is_reordered():
    text = " ".join(f"كلمة{n}" for n in range(10, 40))
    lines = bare(terminal.results(one(text), Screen(width=40, ordering=Ordering.PROGRAM))).splitlines()
    assert lines[2].endswith(reordered("كلمة10"))
    assert lines[3].strip().endswith(reordered("كلمة15"))


def test_reordered_text_keeps_its_marks_on_the_same_words(found):
    marked = MATCHED.findall(terminal.results(found, Screen(ordering=Ordering.PROGRAM)))
    assert marked == [reordered(word) for word in ("السلام", "محادثات")] * 3


def test_a_number_that_matches_is_marked_after_reordering():
    page = terminal.results(one("عام 2018 انتهى", Span(4, 8)), Screen(ordering=Ordering.PROGRAM))
    assert MATCHED.findall(page) == ["2018"]


def test_article_text_cannot_send_control_sequences():
    hit = Hit(1, 1.0, Article(id="1\x1b[2J", title="خ\x1b[31mبر", source="م\x9bن"), (Snippet("\x1b]0;x\x07"),))
    page = terminal.results(Results("x", 1, 1.0, (hit,)), Screen())
    assert not {"\x1b", "\x07", "\x9b"} & set(bare(page))


def test_text_with_square_brackets_is_no_markup():
    assert "[bold]خبر[/bold]" in bare(terminal.results(one("[bold]خبر[/bold]"), Screen()))


def test_the_evidence_is_shown_under_its_hit(found):
    assert "+1.000  stem            سلام  from السلام\n" in bare(terminal.results(found, Screen()))


def test_no_hit_leaves_only_the_count():
    assert bare(terminal.results(Results("عدم", 0, 1.0), Screen())) == "0 matches in 1.0 ms\n"


def test_an_article_is_shown_by_paragraphs():
    article = Article(id="7f", title="العنوان", text="فقرة أولى.\n\n\nفقرة ثانية.", date="2018-03-05", source="وكالة")
    assert bare(terminal.article(article, Screen())) == (
        "العنوان\n2018-03-05 · 7f\nوكالة\n\nفقرة أولى.\n\nفقرة ثانية.\n"
    )


def test_stats_are_a_line_each():
    figures = IndexStats(1000, 2, 3, 4, 5, "ar-news-5", "whoosh", {})
    assert "documents  1,000\n" in bare(terminal.stats(figures, Screen(), index="index/"))


def test_a_latin_cell_stands_between_any_two_arabic_ones():
    row = (Token("والوزير", 0, 7, 0, "word"), Forms("والوزير", "وزير", "وزر", False, ("waw", "al")))
    assert bare(terminal.analysis([row], Screen())).splitlines() == [
        "0-7 word والوزير  folded والوزير  stem وزير  root وزر",
        "         waw; al",
    ]


def test_an_empty_analysis_is_an_empty_page():
    assert terminal.analysis([], Screen()) == ""


def test_a_stop_word_is_called_one():
    row = (Token("في", 0, 2, 0, "word"), Forms("في", "في", "في", True))
    assert bare(terminal.analysis([row], Screen())).startswith("0-2 stop word في")


def test_pages_do_not_depend_on_the_hits_before(found):
    alone = replace(found, hits=found.hits[1:], total=1)
    assert terminal.results(alone, Screen()).splitlines()[0] in terminal.results(found, Screen())


def test_what_was_asked_instead_is_told_in_the_order_of_the_terminal(found):
    told = replace(found, corrections=(Correction("القاهيرة", "القاهرة"),))
    assert "no article has القاهيرة; looked for القاهرة\n" in bare(terminal.results(told, Screen()))
    page = bare(terminal.results(told, Screen(ordering=Ordering.TERMINAL)))
    assert "no article has \u2068القاهيرة\u2069; looked for \u2068القاهرة\u2069\n" in page
