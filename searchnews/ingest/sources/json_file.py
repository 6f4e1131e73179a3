"""JSON files: an array of objects, one object, or an object that holds the list.

Owns the search for the list. A file is read whole, up to 256 MB; what is larger belongs into JSON lines. An
array is read element by element, so a file cut off in the middle gives all elements before the cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from searchnews.ingest.record import field_of
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.sources.jsonl import mended, not_json
from searchnews.ingest.streams import Source, read_whole

__all__ = ["LIST_KEYS", "read_json"]

LIST_KEYS: Final = ("articles", "items", "docs", "documents", "data", "results", "records", "posts", "rows")
_DECODER: Final = json.JSONDecoder(strict=False)
_BETWEEN: Final = re.compile(r"[\s,\x00\ufeff]*")
_NEXT_OBJECT: Final = re.compile(r"\}\s*,?\s*(?=\{)")
_LIST_HEAD: Final = re.compile(rf'"(?:{"|".join(LIST_KEYS)})"\s*:\s*\[\s*(?=\{{)')
_HEAD_CHARS: Final = 64 * 1024


def read_json(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read the records of a JSON file; also of one that is JSON lines under another name.

    `{"articles": [{"title": "قمة الرياض"}]}`, the bare list and the bare object are all understood.
    """
    decoded = read_whole(source, report)
    if decoded is None:
        return
    text = decoded.text
    start = _BETWEEN.match(text).end()  # type: ignore[union-attr]  # the pattern matches nothing too
    if start == len(text):
        report.skip_source(source.name, "empty file")
        return
    if text[start] != "[":
        listed = _list_start(text, start)
        if listed is None:
            yield from _numbered(_elements(text, start, source, report))
            return
        start = listed
    yield from _numbered(_elements(text, start + 1, source, report))


def _list_start(text: str, start: int) -> int | None:
    """Give the place of `[` in an object that holds a list of records and is none itself."""
    found = _LIST_HEAD.search(text, start, start + _HEAD_CHARS)
    if found is None:
        return None
    at = text.index("[", found.start())
    head = text[start : found.start()].rstrip().rstrip(",")
    try:
        own = json.loads(head + "}", strict=False)
    except (ValueError, RecursionError):
        return None  # the list lies deeper: the object itself is the record
    named = {known[0] for key in own if (known := field_of(key))}
    return None if "title" in named and "text" in named else at


def _elements(text: str, at: int, source: Source, report: Report) -> Iterator[tuple[int, Any]]:
    """Give each value with its line; after a broken one go on with the next object."""
    line, counted = 1, 0
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # the pattern matches nothing too
        if at >= len(text) or text[at] == "]":
            if at >= len(text) and text.lstrip("\ufeff\x00 \t\r\n")[:1] == "[":
                report.skip_source(source.name, "the list is not closed: the file was cut off")
            return
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            report.skip_record(source.name, line, not_json(error))
            wrong = error.pos if isinstance(error, json.JSONDecodeError) else at
            following = _NEXT_OBJECT.search(text, max(wrong - 1, at))
            if following is None:
                return
            at = following.end()
            continue
        if isinstance(value, dict):
            yield line, value
        else:
            report.skip_record(source.name, line, "not a JSON object")


def _numbered(elements: Iterator[tuple[int, Any]]) -> Iterator[Record]:
    for number, (line, value) in enumerate(elements, start=1):
        yield Record(mended(value), line, number)
