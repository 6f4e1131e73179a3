"""Lucene's Arabic analyzer and BM25, asked the same queries: the better of its two usual set-ups.

One is a field for the title, with weight 2, and one for the text; the other is one field for both. By the Java program
of `benchmarks/lucene/`, which gives ten documents: enough for nDCG@10.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.contenders import Passes
from benchmarks.contenders.lucene import LuceneContender
from searchnews.evaluation import Ranked, Run, Topic
from searchnews.model import Article

__all__ = ["LUCENE", "lucene_runs"]

LUCENE: Final = LuceneContender("lucene", threads=1, modes=("stems",))


def lucene_runs(articles: Sequence[Article], topics: Sequence[Topic]) -> list[Run]:
    """Index `articles` in both set-ups and ask each of them every query."""
    return [_run(articles, topics, one_field=one_field) for one_field in (False, True)]


def _run(articles: Sequence[Article], topics: Sequence[Topic], *, one_field: bool) -> Run:
    with TemporaryDirectory(prefix="searchnews-lucene-") as name:
        work = Path(name)
        with gzip.open(work / "docs.jsonl.gz", "wt", encoding="utf-8", compresslevel=1) as out:
            for article in articles:
                text = f"{article.title}\n{article.text}" if one_field else article.text
                record = {"id": article.id, "title": "" if one_field else article.title, "text": text}
                out.write(json.dumps(record) + "\n")
        questions = work / "questions.jsonl"
        questions.write_text(
            "".join(json.dumps({"kind": "words", "text": topic.text}) + "\n" for topic in topics), encoding="utf-8"
        )
        subprocess.run(
            LUCENE.index_command(work / "docs.jsonl.gz", work / "index"), check=True, stdout=subprocess.DEVNULL
        )
        once = Passes(warm=0, measured=1)
        subprocess.run(LUCENE.query_command(work / "index", questions, "stems", once, work / "out.json"), check=True)
        top = json.loads((work / "out.json").read_text(encoding="utf-8"))["top"]
    rankings = {
        topic.query_id: [Ranked(id, 1.0 / rank) for rank, id in enumerate(ids, 1)]
        for topic, ids in zip(topics, top, strict=True)
    }
    return Run("Lucene, one field" if one_field else "Lucene, title and text", rankings)
