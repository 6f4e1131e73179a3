"""The measurement of web pages: its arithmetic, and the floor under what it measures."""

from __future__ import annotations

import json

import pytest

from benchmarks.html.__main__ import GOLD, gold_tokens, mean, measured, ours, score
from benchmarks.html.blocks import paragraph_hash, paragraphs, tokens

PAGE = "<title>x</title><nav>قائمة</nav><div><p>افتتح <b>الوزير</b> المعرض.</p>سطر<br>آخر</div><script>x</script>"


def test_paragraphs_end_at_blocks_and_line_breaks_only():
    assert paragraphs(PAGE) == ["قائمة", "افتتح الوزير المعرض.", "سطر", "آخر"]


def test_spaces_and_signs_do_not_change_the_hash_of_a_paragraph():
    assert paragraph_hash("افتتح  الوزير المعرض.") == paragraph_hash("افتتح الوزير\nالمعرض")


def test_words_are_counted_with_their_repetitions():
    assert score(tokens("قال قال الوزير"), tokens("قال الوزير أمس")) == (2 / 3, 2 / 3, 2 / 3)


def test_nothing_in_common_scores_zero():
    assert score(["قال"], []) == (0, 0, 0)


def test_gold_is_the_words_of_the_marked_paragraphs():
    assert gold_tokens(PAGE, [paragraph_hash("سطر"), paragraph_hash("افتتح الوزير المعرض.")]) == [
        "سطر", "افتتح", "الوزير", "المعرض",
    ]  # fmt: skip


def test_a_mark_that_is_not_on_the_page_is_an_error():
    with pytest.raises(ValueError, match="1 marked paragraph"):
        gold_tokens(PAGE, ["000000000000"])


def test_the_gold_holds_hashes_and_no_text():
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    assert len(gold) >= 25
    assert all(len(mark) == 12 and int(mark, 16) >= 0 for marks in gold.values() for mark in marks)


@pytest.mark.data
def test_the_text_of_pages_stays_above_the_floor(data_dir, monkeypatch):
    monkeypatch.setattr("benchmarks.html.__main__.EXTRACTORS", {"searchnews": ours})
    found = measured(data_dir / "raw/html", json.loads(GOLD.read_text(encoding="utf-8")))
    assert mean(found["searchnews"]).f1 >= 0.99
