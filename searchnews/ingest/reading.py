"""The way of an article in: walk, read, name the fields, clean.

Owns `read_articles`. Invariants: each record becomes an article or is reported as skipped, exactly one of the
two; one bad record or file never stops a load (unless `strict`); no more than one record is in memory, or one
file where its format is read whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from searchnews.errors import EmptyArticleError, SourceError, StrPath, UnsupportedFormatError
from searchnews.ingest.cleaning import clean, clean_line
from searchnews.ingest.dateline import find_dateline
from searchnews.ingest.mojibake import unscrambled
from searchnews.ingest.record import is_named, named_keys, to_article
from searchnews.ingest.report import Heard, Report
from searchnews.ingest.sniffing import sniff
from searchnews.ingest.sources import BY_NAME, FORMATS, Format, Record, extension_of
from searchnews.ingest.streams import ReadFailure, Source, failure, opened
from searchnews.ingest.unpacking import PACKINGS, SNIFF_BYTES
from searchnews.ingest.walk import shown, walk
from searchnews.model import Article, Problem

__all__ = ["read_articles"]

MAX_NESTING: Final = 4
"""Archives in archives; what lies deeper is left out."""
_TEXT_WORDS: Final = 20
"""Words from which on a field that is none of ours may be the text; titles and captions have fewer."""


def read_articles(
    *paths: StrPath,
    field_map: Mapping[str, str] | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    strict: bool = False,
) -> Iterator[Article]:
    """Read the articles of files and folders, cleaned, one at a time.

    The format is seen in what a file holds, else in its extension (`searchnews formats` lists all); packed files and
    archives are looked into, and `"-"` is JSON lines on standard input. `field_map` names their field for ours:
    `{"text": "المتن"}`. Whatever was skipped or repaired goes to `on_problem`; with `strict` the first record or file
    to skip raises instead.

    Raises SourceError at once for a path that does not exist, UnsupportedFormatError for a file named here
    that no reader claims, SearchNewsError for a field in `field_map` that articles do not have;
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
    return _articles(places, mapping, Report(on_problem, strict))


def _check(path: Path) -> None:
    """Refuse a path that is not there, and a file that no reader claims."""
    try:
        path.stat()
    except OSError as error:
        raise SourceError(error.strerror or "cannot be read", path=path) from error
    except ValueError as error:  # a NUL in the name
        raise SourceError(str(error), path=path) from error
    if path.is_file() and _known_format(Source(path, path.name)) is None:
        known = " ".join(f".{extension}" for each in FORMATS for extension in each.extensions)
        packed = ", ".join(f".{kind}" for kind in PACKINGS)
        raise UnsupportedFormatError(
            f"no reader for this kind of file; known are {known}, each also packed ({packed})", path=path
        )


def _articles(places: list[Path | None], field_map: Mapping[str, str], report: Report) -> Iterator[Article]:
    for place in places:
        if place is None:
            yield from _format_articles(BY_NAME["jsonl"], Source.stdin(), field_map, report, 0)
            continue
        for path in walk(place, report) if place.is_dir() else (place,):
            yield from _file_articles(Source(path, shown(path)), field_map, report, 0)


def _file_articles(source: Source, field_map: Mapping[str, str], report: Report, depth: int) -> Iterator[Article]:
    """Read one file, on the disk or `depth` archives deep; whatever goes wrong with it is reported."""
    try:
        found = _format(source)
        if found is None:
            extension = extension_of(source.name)
            report.skip_source(source.name, f"no reader for {f'.{extension}' if extension else 'this kind of file'}")
        elif not found.is_installed:
            install = f"pip install 'searchnews[{found.extra}]'"
            report.skip_source(source.name, f"reading {found.name} needs an optional part: {install}")
        else:
            yield from _format_articles(found, source, field_map, report, depth)
    except ReadFailure as error:
        report.skip_source(source.name, failure(error))


def _format_articles(
    found: Format, source: Source, field_map: Mapping[str, str], report: Report, depth: int
) -> Iterator[Article]:
    if not found.holds_files:
        heard = Heard(report)
        for record in found.load()(source, heard.report, field_map):
            heard.anything = True
            article = _article(_unscrambled(record, source, report), source, field_map, report)
            if article is not None:
                yield article
        if not heard.anything:
            report.skip_source(source.name, "no records in it")
    elif depth >= MAX_NESTING:
        report.skip_source(source.name, f"archives nested more than {MAX_NESTING} deep")
    else:
        for member in found.load()(source, report):
            yield from _file_articles(member, field_map, report, depth + 1)


def _format(source: Source) -> Format | None:
    with opened(source) as stream:
        return sniff(source.name, stream.peek(SNIFF_BYTES)[:SNIFF_BYTES])


def _known_format(source: Source) -> Format | None:
    """Give a file's format; where it cannot be read, that of its name, or plain text: reading will report it."""
    try:
        return _format(source)
    except ReadFailure:
        return BY_NAME["text"]


def _unscrambled(record: Record, source: Source, report: Report) -> Record:
    """Mend the texts of a record that are UTF-8 read in another encoding."""
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


def _article(record: Record, source: Source, field_map: Mapping[str, str], report: Report) -> Article | None:
    """Make a clean article of a record; None, and a report, where it has neither title nor text."""
    raw = to_article(record.values, field_map=field_map, path=source.article_path)
    text, repairs = clean(raw.text)
    title, title_repairs = clean_line(raw.title)
    if not title and not text:
        if report.strict:
            raise EmptyArticleError("neither title nor text", path=source.name, line=record.line)
        report.skip_record(source.name, record.line, "neither title nor text")
        return None
    for name, count in title_repairs.items():
        repairs[name] = repairs.get(name, 0) + count
    for name, count in repairs.items():
        report.repaired(source.name, record.line, name, count)
    if raw.date is None and "date" in raw.extra:
        report.repaired(source.name, record.line, "unreadable date")
    if not text and (reason := _where_the_text_may_be(raw, record, field_map)):
        report.repaired(source.name, record.line, reason)
    place, agency = find_dateline(text)
    return Article(
        _id(raw, record, source),
        title,
        text,
        raw.date,
        source=_short(raw.source),
        author=_short(raw.author),
        category=_short(raw.category),
        url=raw.url,
        path=raw.path,
        place=place if raw.place is None else _short(raw.place),
        agency=agency if raw.agency is None else _short(raw.agency),
        extra=raw.extra,
    )


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
    """Keep the id; without one and without an address, a record of many gets one from its file and place."""
    if article.id or article.url or record.number is None:
        return article.id
    return hashlib.blake2b(f"{source.name}#{record.number}".encode(), digest_size=8).hexdigest()
