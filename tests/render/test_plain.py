from dataclasses import replace

from searchnews.arabic.token import Forms, Token
from searchnews.model import Article, Correction, Hit, IndexStats, Results, Snippet
from searchnews.model.loads import AddReport
from searchnews.render import plain


def test_a_hit_is_its_title_its_facts_and_its_snippets(found):
    first, _, _ = plain.results(found).split("\n\n")
    assert first.splitlines() == [
        "1. استئناف محادثات السلام في جنيف",
        "   2018-03-05 · 18.423 · 7f3a · الجزيرة نت",
        "   بدأت أمس محادثات السلام بين الأطراف، بنسبة 35% (تقريباً).",
    ]


def test_what_is_not_known_is_left_out(found):
    assert "   1.250 · 9d\n" in plain.results(found)


def test_a_hit_that_nothing_ranks_shows_no_score():
    hit = Hit(1, 0.0, Article(id="9d", title="خبر", date="2018-03-05"))
    assert "\n   2018-03-05 · 9d\n" in plain.results(Results("date:2018", 1, 1.0, (hit,)))


def test_a_hit_without_a_title_says_so(found):
    assert "2. (no title)" in plain.results(found)


def test_the_last_line_counts_all_matches(found):
    assert plain.results(found).endswith("\n131 matches in 12.3 ms, 1-2 shown\n")


def test_one_match_is_a_match():
    hit = Hit(1, 1.0, Article(id="1", title="خبر"))
    assert plain.summary(Results("خبر", 1, 0.04, (hit,))) == "1 match in 0.0 ms"


def test_no_match_is_one_line():
    assert plain.results(Results("عدم", 0, 1.0)) == "0 matches in 1.0 ms\n"


def test_the_shown_range_counts_from_the_offset(found):
    assert plain.summary(replace(found, offset=20)).endswith("21-22 shown")


def test_past_the_last_match_none_is_shown():
    assert plain.summary(Results("سلام", 11, 1.0, (), 100)) == "11 matches in 1.0 ms, none shown"


def test_a_snippet_stays_on_one_line():
    hit = Hit(1, 1.0, Article(id="1", title="خبر"), (Snippet("سطر\nوسطر"),))
    assert "   سطر وسطر\n" in plain.results(Results("سطر", 1, 1.0, (hit,)))


def test_article_text_cannot_send_control_sequences():
    hit = Hit(1, 1.0, Article(id="1\x1b[2J", title="خ\x1b[31mبر", source="م\x9bن"), (Snippet("\x1b]0;x\x07"),))
    assert not {"\x1b", "\x07", "\x9b"} & set(plain.results(Results("x", 1, 1.0, (hit,))))


def test_the_evidence_follows_the_snippets(found):
    assert "تتصدر\n   +1.000  stem  سلام  (السلام)\n" in plain.results(found)


def test_an_article_is_its_title_its_facts_and_its_text():
    article = Article(
        id="7f",
        title="العنوان",
        text="فقرة أولى.\n\nفقرة ثانية.\n",
        date="2018-03-05",
        source="وكالة",
        url="https://x",
    )
    assert plain.article(article) == ("العنوان\n2018-03-05 · 7f · وكالة\nhttps://x\n\nفقرة أولى.\n\nفقرة ثانية.\n")


def test_a_load_is_told_in_one_line():
    done = AddReport(added=1200, updated=2, unchanged=3, skipped=4, removed=5, seconds=1.25)
    assert plain.report(done, repaired=0) == (
        "1,200 added, 2 updated, 3 unchanged, 5 removed, 4 skipped in 1.2 seconds\n"
    )


def test_repairs_are_told_when_there_were_some():
    assert "0 skipped (7 repaired) in" in plain.report(AddReport(), repaired=7)


def test_stats_are_a_line_each():
    figures = IndexStats(1000, 2, 3, 4, 5, "ar-news-5", "whoosh", {"whoosh": "3.54"})
    lines = plain.stats(figures, index="index/").splitlines()
    assert lines[0] == "index           index/"
    assert "documents       1,000" in lines
    assert lines[-1] == "whoosh version  3.54"


def test_an_analysis_is_a_table_with_tabs():
    rows = [
        (Token("والوزير", 0, 7, 0, "word"), Forms("والوزير", "وزير", "وزر", False, ("waw", "al"))),
        (Token("في", 8, 10, 1, "word"), Forms("في", "في", "في", True)),
    ]
    head, first, second = plain.analysis(rows).splitlines()
    assert head.split("\t") == ["token", "start", "end", "kind", "folded", "stem", "root", "stop", "rules"]
    assert first.split("\t") == ["والوزير", "0", "7", "word", "والوزير", "وزير", "وزر", "-", "waw; al"]
    assert second.split("\t")[-2:] == ["stop", "-"]


def test_what_was_asked_instead_is_told_before_the_count(found):
    page = plain.results(replace(found, corrections=(Correction("القاهيرة", "القاهرة"),), asked="محادثات"))
    assert page.splitlines()[-3:-1] == [
        "no article has القاهيرة; looked for القاهرة",
        "no article matches all of that; asked for محادثات",
    ]


def test_a_root_that_was_looked_for_is_told(found):
    page = plain.results(replace(found, corrections=(Correction("يتاجر", "تجر", by_root=True),)))
    assert "no article has يتاجر; looked for words of the root تجر" in page
