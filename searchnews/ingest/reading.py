"""The way of an article in: walk, read, name the fields, clean.

Owns `read_articles`. Invariants: each record becomes an article or is reported as skipped, exactly one of the
two; one bad record or file never stops a load (unless `strict`); no more than one record is in memory, or one
file where its format is read whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from searchnews.errors import SourceError, StrPath, UnsupportedFormatError
from searchnews.ingest.boilerplate import Boilerplate
from searchnews.ingest.finishing import Finisher, Wishes
from searchnews.ingest.record import named_keys
from searchnews.ingest.report import Report
from searchnews.ingest.sources import FORMATS, format_of, reader_of
from searchnews.ingest.steps import check_steps
from searchnews.ingest.streams import ReadFailure, Source, failure
from searchnews.ingest.walk import shown, walk
from searchnews.model import Article, Problem

__all__ = ["read_articles"]


def read_articles(
    *paths: StrPath,
    field_map: Mapping[str, str] | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    strict: bool = False,
    no_clean: Collection[str] = (),
    boilerplate: StrPath | None = None,
    relative_to: dt.date | None = None,
) -> Iterator[Article]:
    """Read the articles of files and folders, cleaned, one at a time.

    Formats go by extension: .txt, .jsonl, .ndjson, .json, .csv, .tsv, .html, .htm, each also .gz; `"-"` is JSON
    lines on standard input. `field_map` names their field for ours: `{"text": "المتن"}`. Whatever was skipped
    or repaired goes to `on_problem`; with `strict` the first record or file to skip raises instead.

    `no_clean` names steps of `searchnews.ingest.STEPS` that are left out. `boilerplate` is a file of lines that recur
    in a source (`searchnews.ingest.Learner` learns them). Dates such as «قبل ساعتين» are counted from the day on which
    a record says it was made, or else from `relative_to`.

    Raises SourceError at once for a path that does not exist, UnsupportedFormatError for a file named here
    whose extension no reader claims, SearchNewsError for a field in `field_map` that articles do not have;
    with `strict` ArticleError and SourceError while reading.

        >>> for article in read_articles("corpus/sample.jsonl"):  # doctest: +SKIP
        ...     print(article.title)
        مؤتمر الرياض يختتم أعماله
    """
    mapping = dict(field_map or {})
    named_keys((), mapping)  # complains of unknown fields
    places = [None if path == "-" else Path(path) for path in paths]
    for place in places:
        if place is not None:
            _check(place)
    known = None if boilerplate is None else Boilerplate.read(boilerplate)
    wishes = Wishes(mapping, check_steps(no_clean), known, relative_to)
    return _articles(places, wishes, Report(on_problem, strict))


def _check(path: Path) -> None:
    """Refuse a path that is not there, and a file that no reader claims."""
    try:
        path.stat()
    except OSError as error:
        raise SourceError(error.strerror or "cannot be read", path=path) from error
    except ValueError as error:  # a NUL in the name
        raise SourceError(str(error), path=path) from error
    if not path.is_dir() and format_of(path.name) not in FORMATS:
        known = " ".join(f".{name}" for name in FORMATS)
        raise UnsupportedFormatError(f"no reader for this kind of file; known are {known}, each also .gz", path=path)


def _articles(places: list[Path | None], wishes: Wishes, report: Report) -> Iterator[Article]:
    for place in places:
        if place is None:
            yield from _file_articles(Source.stdin(), "jsonl", wishes, report)
            continue
        for path in walk(place, report) if place.is_dir() else (place,):
            yield from _file_articles(Source(path, shown(path)), format_of(path.name), wishes, report)


def _file_articles(source: Source, extension: str, wishes: Wishes, report: Report) -> Iterator[Article]:
    finisher = Finisher(wishes, report)
    reader = reader_of(extension)
    if reader is None:
        raise UnsupportedFormatError("no reader for this kind of file", path=source.name)
    try:
        for record in reader(source, report, wishes.field_map):
            article = finisher.article(record, source)
            if article is not None:
                yield article
    except ReadFailure as error:
        report.skip_source(source.name, failure(error))
