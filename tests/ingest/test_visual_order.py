from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchnews.ingest.visual_order import is_reversed, plain_letters, straightened

from .samples import FIRST, SECOND

NEWS = f"{FIRST}\n{SECOND}"


def mirrored(text: str) -> str:
    return "\n".join(line[::-1] for line in text.split("\n"))


def test_mirrored_lines_are_turned_and_counted() -> None:
    assert straightened(mirrored(NEWS)) == (NEWS, 2)


def test_numbers_and_latin_words_keep_their_direction() -> None:
    shown = "3.5 نم رثكأ Visa International ةقاطبل راعسألا ةدايز (سمأ) ةعماجلا يف ريزولا لاق"
    wanted = "قال الوزير في الجامعة )أمس( زيادة الأسعار لبطاقة Visa International أكثر من 3.5"
    assert straightened(shown)[0].translate(str.maketrans("()", ")(")) == wanted


@pytest.mark.parametrize("text", ["", NEWS, "no Arabic", "لا", "كلا ثم كلا وهلا", "إلا علا خلا"])
def test_text_that_is_right_stays(text: str) -> None:
    assert straightened(text) == (text, 0)


def test_a_few_words_are_never_certain() -> None:
    assert not is_reversed("ريزولا لاق")


def test_a_ligature_of_two_letters_is_made_plain() -> None:
    assert plain_letters("ﺍﻟﺴﻼﻡ عليكم") == ("السلام عليكم", 1)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    straightened(text)
    plain_letters(text)


@pytest.mark.data
def test_no_article_of_ant_news_is_taken_for_mirrored_and_each_mirrored_one_is(data_dir: Path) -> None:
    import gzip
    import json

    with gzip.open(data_dir / "ant-news/docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for number, line in enumerate(lines) if number % 40 == 0]
    assert not [text for text in texts if is_reversed(text)]
    long = [text for text in texts if len(text) > 200]
    assert len(long) > 900
    assert not [text for text in long if not is_reversed(mirrored(text))]
