"""JSON lines: one object a line, read line by line.

Owns nothing but the way from a line to a record; a line that is no object is reported and the next one read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source, read_lines

__all__ = ["mended", "not_json", "read_jsonl"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")

# Control characters inside strings are the cleaning's business, not a reason to lose an article.
_DECODER: Final = json.JSONDecoder(strict=False)


def read_jsonl(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read one record a line; empty lines are none.

    A line such as `{"title": "قمة الرياض", "content": "انعقدت القمة أمس."}` is one record.
    """
    number = 0
    for line in read_lines(source, report):
        text = line.text.strip(" \t\r\ufeff\x1e")  # RFC 7464 puts a record separator first
        if not text:
            continue
        number += 1
        try:
            value = _DECODER.decode(text)
        except (ValueError, RecursionError) as error:
            report.skip_record(source.name, line.number, not_json(error))
            continue
        if not isinstance(value, dict):
            report.skip_record(source.name, line.number, f"not a JSON object but {_kind(value)}")
            continue
        yield Record(mended(value) if _ESCAPED_SURROGATE.search(text) else value, line.number, number)


def mended(value: Any) -> Any:
    r"""Give a JSON value without lone surrogates (`"\ud83d"` cut off from its other half), which nothing can store."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {mended(key): mended(held) for key, held in value.items()}
    if isinstance(value, list):
        return [mended(held) for held in value]
    return value


def not_json(error: BaseException) -> str:
    """Say why a text is not JSON, and where."""
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} (column {error.colno})"
    return "not JSON: nested too deeply" if isinstance(error, RecursionError) else f"not JSON: {error}"


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", type(None): "null", bool: "true or false"}.get(type(value), "a number")
