"""The articles that everything is measured on, and the files they are handed over in.

Every contender reads the same gzipped JSON lines. Collections stand outside the project, in the folder named by
SEARCHNEWS_DATA; without one, articles are grown from the few of `corpus/`.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import searchnews

__all__ = ["COLLECTIONS", "FALLBACK", "Collection", "find", "read_raw", "take"]

ROOT: Final = Path(__file__).resolve().parent.parent
COLLECTIONS: Final = {"saudi-news": "saudi-news.jsonl.gz", "ant-news": "ant-news/docs.jsonl.gz"}
FALLBACK: Final = "corpus"
FALLBACK_ARTICLES: Final = 5_000
_COMPRESSION: Final = 1


class Collection(NamedTuple):
    """A file of articles; `bytes` is the UTF-8 size of their titles and texts."""

    name: str
    path: Path
    documents: int
    bytes: int

    def described(self) -> dict[str, Any]:
        """Give what a result keeps of it."""
        return {"documents": self.documents, "text_bytes": self.bytes}


def find(name: str) -> Path | None:
    """Give the file of a collection, or None where it is not on this machine."""
    if name == FALLBACK:
        return ROOT / "corpus"
    folder = os.environ.get("SEARCHNEWS_DATA")
    path = Path(folder, COLLECTIONS[name]) if folder else None
    return path if path is not None and path.is_file() else None


def take(name: str, limit: int | None, work: Path) -> Collection:
    """Write the first `limit` articles of a collection into `work`; of the fallback, articles grown from it."""
    source, path = find(name), work / f"{name}.jsonl.gz"
    if source is None:
        raise FileNotFoundError(f"{name} is not in SEARCHNEWS_DATA")
    if name == FALLBACK:
        _write_fallback(source, path, limit or FALLBACK_ARTICLES)
    elif limit is None:
        shutil.copyfile(source, path)
    else:
        with gzip.open(source, "rb") as lines, gzip.open(path, "wb", _COMPRESSION) as out:
            out.writelines(islice(lines, limit))
    return measured(name, path)


def measured(name: str, path: Path) -> Collection:
    """Count the articles of a file and their text."""
    documents = size = 0
    for _, title, text in read_raw(path):
        documents += 1
        size += len(title.encode("utf-8", "replace")) + len(text.encode("utf-8", "replace"))
    return Collection(name, path, documents, size)


def read_raw(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and text of each article as it stands in the file, uncleaned."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield str(record["id"]), record.get("title") or "", record.get("text") or record.get("content") or ""


def _write_fallback(source: Path, path: Path, count: int) -> None:
    from benchmarks.grow import grown, write

    articles = ((a.title, a.text) for a in searchnews.read_articles(source))
    write(grown(articles, count, seed=1), path)
