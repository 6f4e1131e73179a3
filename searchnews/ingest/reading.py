"""The way of an article in: walk, read, name the fields, clean.

Owns `read_articles`. Invariants: each record becomes an article or is reported as skipped, exactly one of the
two; one bad record or file never stops a load (unless `strict`); no more than one record is in memory, or one
file where its format is read whole.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from os import fspath
from pathlib import Path
from typing import Final

from searchnews.errors import SourceError, StrPath, UnsupportedFormatError
from searchnews.ingest.boilerplate import Boilerplate
from searchnews.ingest.finishing import Finisher, Wishes
from searchnews.ingest.mojibake import looks_scrambled, unscrambled
from searchnews.ingest.record import named_keys
from searchnews.ingest.report import Heard, Report
from searchnews.ingest.sniffing import sniff
from searchnews.ingest.sources import BY_NAME, FORMATS, Format, Record, extension_of, format_of
from searchnews.ingest.steps import check_steps
from searchnews.ingest.streams import ReadFailure, Source, failure, held_open
from searchnews.ingest.unpacking import PACKINGS, SNIFF_BYTES
from searchnews.ingest.walk import shown, walk
from searchnews.model import Article
from searchnews.model.loads import Problem

__all__ = ["read_articles"]

MAX_NESTING: Final = 4
"""Archives in archives; what lies deeper is left out."""


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

    The format is seen in what a file holds, else in its extension (`searchnews formats` lists all); packed files and
    archives are looked into, and `"-"` is JSON lines on standard input. `field_map` names their field for ours:
    `{"text": "المتن"}`. Whatever was skipped or repaired goes to `on_problem`; with `strict` the first record or file
    to skip raises instead.

    `no_clean` names steps of `searchnews.ingest.STEPS` that are left out. `boilerplate` is a file of lines that recur
    in a source (`searchnews.ingest.Learner` learns them). Dates such as «قبل ساعتين» are counted from the day on which
    a record says it was made, or else from `relative_to`.

    Raises SourceError at once for a path that does not exist, UnsupportedFormatError for a file named here
    that no reader claims, SearchNewsError for a field in `field_map` that articles do not have;
    with `strict` ArticleError and SourceError while reading.

        >>> for article in read_articles("corpus/sample.jsonl"):  # doctest: +SKIP
        ...     print(article.title)
        مؤتمر الرياض يختتم أعماله
    """
    mapping = dict(field_map or {})
    named_keys((), mapping)  # complains of unknown fields
    places = [None if path == "-" else _place(path) for path in paths]
    for place in places:
        if place is not None:
            _check(place)
    known = None if boilerplate is None else Boilerplate.read(boilerplate)
    wishes = Wishes(mapping, check_steps(no_clean), known, relative_to)
    return _articles(places, wishes, Report(on_problem, strict))


def _place(path: StrPath) -> Path:
    if not fspath(path):  # which pathlib takes for the folder one stands in
        raise SourceError("an empty name is none of a file; for this folder give .", path="''")
    return Path(path)


def _check(path: Path) -> None:
    """Refuse a path that is not there, and a file that no reader claims."""
    try:
        path.stat()
    except OSError as error:
        raise SourceError(error.strerror or "cannot be read", path=path) from error
    except ValueError as error:  # a NUL in the name
        raise SourceError(str(error), path=path) from error
    if path.is_file() and not _is_known(path):
        known = " ".join(f".{extension}" for each in FORMATS for extension in each.extensions)
        packed = ", ".join(f".{kind}" for kind in PACKINGS)
        raise UnsupportedFormatError(
            f"no reader for this kind of file; known are {known}, each also packed ({packed})", path=path
        )


def _articles(places: list[Path | None], wishes: Wishes, report: Report) -> Iterator[Article]:
    for place in places:
        if place is None:
            yield from _format_articles(BY_NAME["jsonl"], Source.stdin(), wishes, report, 0)
            continue
        for path in walk(place, report) if place.is_dir() else (place,):
            yield from _file_articles(Source(path, shown(path)), wishes, report, 0)


def _file_articles(source: Source, wishes: Wishes, report: Report, depth: int) -> Iterator[Article]:
    """Read one file, on the disk or `depth` archives deep; whatever goes wrong with it is reported."""
    try:
        with held_open(source) as (held, stream):
            found = _format(held, stream)
            if found is None:
                extension = extension_of(source.own_name)
                report.skip_source(
                    source.name, f"no reader for {f'.{extension}' if extension else 'this kind of file'}"
                )
            elif not found.is_installed:
                install = f"pip install 'searchnews[{found.extra}]'"
                report.skip_source(source.name, f"reading {found.name} needs an optional part: {install}")
            else:
                yield from _format_articles(found, held, wishes, report, depth)
    except ReadFailure as error:
        report.skip_source(source.name, failure(error))


def _format_articles(found: Format, source: Source, wishes: Wishes, report: Report, depth: int) -> Iterator[Article]:
    if not found.holds_files:
        heard, finisher = Heard(report), Finisher(wishes, report)
        for record in found.load()(source, heard.report, wishes.field_map):
            heard.anything = True
            article = finisher.article(_unscrambled(record, source, report), source)
            if article is not None:
                yield article
        if not heard.anything:
            report.skip_source(source.name, "no records in it")
    elif depth >= MAX_NESTING:
        report.skip_source(source.name, f"archives nested more than {MAX_NESTING} deep")
    else:
        for member in found.load()(source, report):
            yield from _file_articles(member, wishes, report, depth + 1)


def _format(source: Source, stream: io.BufferedReader) -> Format | None:
    return sniff(source.own_name, stream.peek(SNIFF_BYTES)[:SNIFF_BYTES])


def _is_known(path: Path) -> bool:
    """Tell whether a reader claims a file, by its name or else by what is in it; what cannot be read, reading tells."""
    if format_of(path.name) is not None:
        return True
    try:
        with held_open(Source(path, path.name)) as (source, stream):
            return _format(source, stream) is not None
    except ReadFailure:
        return True


def _unscrambled(record: Record, source: Source, report: Report) -> Record:
    """Mend the texts of a record that are UTF-8 read in another encoding; most records are through at one look."""
    if not looks_scrambled("\n".join([value for value in record.values.values() if isinstance(value, str)])):
        return record
    mended: dict[str, str] = {}
    told: dict[str, int] = {}
    for name, value in record.values.items():
        if isinstance(value, str):
            text, reason = unscrambled(value)
            if reason:
                told[reason] = told.get(reason, 0) + 1
                mended[name] = text
    for reason, count in told.items():
        report.repaired(source.name, record.line, reason, count)
    return record._replace(values={**record.values, **mended}) if mended else record
