"""UTF-8 read in another encoding. On the titles and texts of one article in 40 of ant-news each way of reading wrongly
is undone in all 2,086; of the 72,716 articles of ant-news and saudi-news none is taken for such.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.ingest.mojibake import LEFT, MENDED, unscrambled

from .conftest import Load

NEWS = "افتتح الوزير «معرض الكتاب» — وقال: “مئة دار”، 25٪ منها عربية؟"


def wrongly(text: str, codec: str) -> str:
    """Read UTF-8 as a lax program does: bytes that the encoding has not are kept as they are."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "cp1256"])
def test_each_way_of_reading_wrongly_is_undone(codec: str) -> None:
    assert unscrambled(wrongly(NEWS, codec)) == (NEWS, MENDED)


def test_what_was_read_wrongly_twice_is_undone_twice() -> None:
    assert unscrambled(wrongly(wrongly(NEWS, "cp1252"), "cp1252")) == (NEWS, MENDED)


def test_latin_words_around_do_not_matter() -> None:
    assert unscrambled("CNN: " + wrongly(NEWS, "cp1252"))[0] == f"CNN: {NEWS}"


@pytest.mark.parametrize(
    "text", ["", "Café déjà vu", NEWS, "حافظ على حقوقك", "طططظظظ عععغغغ", "Ø§ Ø", "محافظ، وحافظ؛ وحظ؟ حظ…"]
)
def test_text_that_is_right_stays(text: str) -> None:
    assert unscrambled(text) == (text, "")


def test_a_text_that_is_scrambled_in_part_alone_is_left_and_told() -> None:
    text = wrongly("الخبر", "cp1256") + NEWS * 3
    assert unscrambled(text) == (text, LEFT)


@given(text=st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    unscrambled(text)


@given(text=st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ ،؟.", min_size=40))
def test_letters_of_arabic_always_come_back(text: str) -> None:
    scrambled = wrongly(text, "cp1252")
    found = unscrambled(scrambled)
    assert found[0] == text or found[0] == scrambled


def test_each_field_of_a_record_is_mended_and_reported(write: Callable[..., Path], load: Callable[..., Load]) -> None:
    record = {"title": wrongly("قمة الرياض", "cp1252"), "text": wrongly(NEWS, "cp1256"), "n": 1}
    found = load(write("a.jsonl", json.dumps(record, ensure_ascii=False)))
    assert [(a.title, a.text) for a in found.articles] == [("قمة الرياض", NEWS)]
    assert found.repairs == {MENDED: 2}


@pytest.mark.data
def test_no_article_of_the_collections_is_taken_for_scrambled(data_dir: Path) -> None:
    for name in ("ant-news/docs.jsonl.gz", "saudi-news.jsonl.gz"):
        with gzip.open(data_dir / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                assert not unscrambled(record["title"] or "")[1]
                assert not unscrambled(record.get("text") or record.get("content") or "")[1]
