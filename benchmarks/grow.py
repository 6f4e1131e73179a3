"""Growing a collection: new articles from the sentences of real ones, as many as asked for.

An article takes its length, in sentences, from a real one, and each sentence and half of its headline from any.
So words are as frequent as in the original and articles as long, but there are no new words: a vocabulary that
grows with the archive is not in the picture.

    python -m benchmarks.grow saudi-news.jsonl.gz 100000 > grown.jsonl
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

__all__ = ["grown", "write"]

_SENTENCE: Final = re.compile(r"[^.؟!\n]+[.؟!\n]*")
_MIN_CHARS: Final = 8
_COMPRESSION: Final = 1


def grown(articles: Iterable[tuple[str, str]], count: int, *, seed: int) -> Iterator[dict[str, Any]]:
    """Yield `count` articles made of `articles` (title, text). The first n are the same whatever `count` is.

    Holds the original's text in memory.
    """
    titles: list[list[str]] = []
    sentences: list[str] = []
    lengths: list[int] = []
    for title, text in articles:
        found = [s for s in _SENTENCE.findall(text) if len(s) >= _MIN_CHARS]
        if found and title.strip():
            titles.append(title.split())
            sentences += found
            lengths.append(len(found))
    chance = random.Random(seed)
    for number in range(count):
        front, back = chance.choice(titles), chance.choice(titles)
        headline = front[: (len(front) + 1) // 2] + back[len(back) // 2 :]
        text = "".join(chance.choices(sentences, k=chance.choice(lengths)))
        yield {"id": f"g{number}", "title": " ".join(headline), "text": text}


def write(articles: Iterable[dict[str, Any]], path: Path) -> None:
    """Write articles as gzipped JSON lines."""
    with gzip.open(path, "wt", _COMPRESSION, encoding="utf-8", errors="replace") as out:
        for article in articles:
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def main() -> None:
    from benchmarks.articles import read_raw

    parser = argparse.ArgumentParser(description="Write articles recombined from those of a .jsonl.gz file to stdout.")
    parser.add_argument("source", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for article in grown(((t, b) for _, t, b in read_raw(asked.source)), asked.count, seed=asked.seed):
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
