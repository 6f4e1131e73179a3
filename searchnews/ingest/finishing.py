"""From a record to a clean article: the last step of reading.

Invariant: a record becomes an article or is reported as skipped, exactly one of the two.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from searchnews.errors import EmptyArticleError
from searchnews.ingest.boilerplate import Boilerplate
from searchnews.ingest.byline import find_byline
from searchnews.ingest.cleaning import clean, clean_line, tidy_spacing
from searchnews.ingest.dateline import Dateline, find_dateline
from searchnews.ingest.dates import doubt
from searchnews.ingest.record import is_named, to_article
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source
from searchnews.model import Article

__all__ = ["Finisher", "Wishes"]

_TEXT_WORDS: Final = 20
"""Words from which on a field that is none of ours may be the text; titles and captions have fewer."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How articles are wanted: names of fields, steps of cleaning left out, boilerplate, a day to count from."""

    field_map: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    boilerplate: Boilerplate | None = None
    relative_to: dt.date | None = None


class Finisher:
    """Makes clean articles of records."""

    def __init__(self, wishes: Wishes, report: Report) -> None:
        self._wishes, self._report = wishes, report
        self._today = dt.datetime.now(dt.UTC).date().isoformat()

    def article(self, record: Record, source: Source) -> Article | None:
        """Make a clean article of a record; None, and a report, where it has neither title nor text."""
        wishes, report = self._wishes, self._report
        notes: list[str] = []
        raw = to_article(
            record.values,
            field_map=wishes.field_map,
            path=source.article_path,
            relative_to=wishes.relative_to,
            on_note=notes.append,
        )
        text, repairs = clean(raw.text, without=wishes.without)
        title, title_repairs = clean_line(raw.title, without=wishes.without)
        for name, count in title_repairs.items():
            repairs[name] = repairs.get(name, 0) + count
        publisher = _short(raw.source)
        if wishes.boilerplate is not None and "boilerplate" not in wishes.without:
            text, count = wishes.boilerplate.drop(text, source=publisher, title=title)
            if count:
                text, repairs["boilerplate"] = tidy_spacing(text), count
        if not title and not text:
            if report.strict:
                raise EmptyArticleError("neither title nor text", path=source.name, line=record.line)
            report.skip_record(source.name, record.line, "neither title nor text")
            return None
        for name, count in repairs.items():
            report.repaired(source.name, record.line, name, count)
        self._tell(raw, record, source, notes, empty=not text)
        place, agency = find_dateline(text) if "dateline" not in wishes.without else Dateline()
        return Article(
            _id(raw, record, source),
            title,
            text,
            raw.date,
            source=publisher,
            author=_short(raw.author) or (None if "byline" in wishes.without else find_byline(text, source=publisher)),
            category=_short(raw.category),
            url=raw.url,
            path=raw.path,
            place=place if raw.place is None else _short(raw.place),
            agency=agency if raw.agency is None else _short(raw.agency),
            extra=raw.extra,
        )

    def _tell(self, raw: Article, record: Record, source: Source, notes: list[str], *, empty: bool) -> None:
        """Report what is to be known of a record that was taken: of its date, and of a text that is missing."""
        if raw.date is None and "date" in raw.extra:
            self._report.repaired(source.name, record.line, "unreadable date")
        if raw.date is not None and (reason := doubt(raw.date, self._today)):
            notes.append(reason)
        for note in notes:
            self._report.doubted(source.name, record.line, note)
        if empty and (reason := _where_the_text_may_be(raw, record, self._wishes.field_map)):
            self._report.repaired(source.name, record.line, reason)


def _where_the_text_may_be(article: Article, record: Record, field_map: Mapping[str, str]) -> str:
    """Say of an article that came out without a text which field of the record may hold it; empty where none may."""
    theirs = field_map.get("text")
    if theirs is not None and not any(is_named(key, theirs) for key in record.values):
        return f"no text: there is no field {theirs!r}"
    longest = max(article.extra.items(), key=lambda item: len(_words(item[1])), default=("", ""))
    if len(_words(longest[1])) < _TEXT_WORDS:
        return ""
    return f"no text: {longest[0]!r} may be it; name it with field_map (--map text={longest[0]})"


def _words(value: object) -> list[str]:
    return value.split() if isinstance(value, str) else []


@lru_cache(maxsize=4096)  # sources and categories come again and again
def _short(value: str | None) -> str | None:
    return None if value is None else clean_line(value).text or None


def _id(article: Article, record: Record, source: Source) -> str:
    """Keep the id; without one and without an address, a record of many gets one from its file and place.

    Standard input is no file: what comes first there today is another article tomorrow, so its content will tell.
    """
    if article.id or article.url or record.number is None or source.article_path is None:
        return article.id
    return hashlib.blake2b(f"{source.name}#{record.number}".encode(), digest_size=8).hexdigest()
