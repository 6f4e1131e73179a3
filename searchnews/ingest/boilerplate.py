"""Lines that recur in the articles of a source: learned in one run, applied in another.

Learning while indexing would treat the first articles of an archive otherwise than the last, and an article would
change with what was read before it. So `searchnews doctor --learn FILE` counts, and the file, which a person can read
and mend, is given to each run of `searchnews index --boilerplate FILE`. Memory is bounded: of lines seen once the
oldest knowledge is dropped when there are too many (Manku, Motwani: "Approximate Frequency Counts over Data Streams",
VLDB 2002), so a line counted may be counted too low, never too high.

A line of the file: source, tab, the articles that had it, tab, the line; `{title}` in it stands for the headline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import Final

from searchnews.errors import SourceError
from searchnews.model import Article

__all__ = ["Boilerplate", "Learner"]

_LEAST_ARTICLES: Final = 20
_LEAST_SHARE: Final = 0.01
_MAX_CHARS: Final = 200
_MIN_WORDS: Final = 2
"""A single word that recurs is more likely a byline or a rubric than an imprint; what it says may be searched."""

_MOST_LINES: Final = 500_000
_TITLE: Final = "{title}"
_MIN_TITLE: Final = 10


def _pattern(line: str, title: str) -> str:
    return line.replace(title, _TITLE) if len(title) >= _MIN_TITLE else line


class Learner:
    """Counts the lines of articles, by source."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._articles: Counter[str] = Counter()

    def add(self, article: Article) -> None:
        """Count the lines of one article, each once."""
        source = article.source or ""
        self._articles[source] += 1
        if "\n" not in article.text:
            return
        # What opens a text is a dateline or a byline.
        lines = {line for line in article.text.split("\n")[1:] if line and len(line) <= _MAX_CHARS}
        self._counts.update((source, _pattern(line, article.title)) for line in lines)
        if len(self._counts) > _MOST_LINES:
            self._counts = Counter({line: count for line, count in self._counts.items() if count > 1})

    def found(self) -> list[tuple[str, int, str]]:
        """Give what recurs: source, articles, line; the commonest first."""
        kept = [
            (source, count, line)
            for (source, line), count in self._counts.items()
            if count >= max(_LEAST_ARTICLES, _LEAST_SHARE * self._articles[source]) and len(line.split()) >= _MIN_WORDS
        ]
        return sorted(kept, key=lambda each: (each[0], -each[1], each[2]))

    def write(self, path: str | PathLike[str]) -> int:
        """Write what recurs into a file, and give the number of lines."""
        found = self.found()
        rows = ["# source, articles, line: delete what should stay in the articles\n"]
        rows += [f"{source}\t{count}\t{line}\n" for source, count, line in found]
        Path(path).write_text("".join(rows), encoding="utf-8")
        return len(found)


class Boilerplate:
    """The lines to drop, by source."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._lines: dict[str, set[str]] = {}
        for source, line in lines:
            self._lines.setdefault(source, set()).add(line)

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Boilerplate:
        """Read the file; SourceError where it cannot be read or is none of these."""
        try:
            return cls(_rows(Path(path).read_text(encoding="utf-8")))
        except OSError as error:
            raise SourceError(error.strerror or "cannot be read", path=path) from error
        except ValueError as error:
            raise SourceError(f"is no file of boilerplate ({error})", path=path) from error

    def drop(self, text: str, *, source: str | None, title: str) -> tuple[str, int]:
        """Drop the lines of a source's boilerplate; a text that is nothing else stays."""
        known = self._lines.get(source or "")
        if not known or not text:
            return text, 0
        lines = text.split("\n")
        kept = [line for line in lines if not line or _pattern(line, title) not in known]
        if len(kept) == len(lines) or not any(kept):
            return text, 0
        return "\n".join(kept), len(lines) - len(kept)


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(text.split("\n"), 1):
        if not row or row.startswith("#"):
            continue
        source, count, line = (*row.split("\t", 2), "", "")[:3]
        if not count.isdecimal() or not line:
            raise ValueError(f"line {number} is not source, tab, number, tab, line")
        yield source, line
