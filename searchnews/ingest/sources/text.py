"""Plain text: one article a file.

Owns the layout: a headline, header lines `name: value` if there are any, a blank line, the body.

    قمة الرياض تختتم أعمالها
    التاريخ: 5 مارس 2017
    المصدر: الأفق

    الرياض - (وكالات): اختتمت القمة أعمالها أمس.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from searchnews.ingest.record import field_of
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source, read_whole

__all__ = ["MAX_TITLE_CHARS", "parse_text", "read_text"]

MAX_TITLE_CHARS: Final = 160
_SENTENCE_ENDS: Final = (".", "؟", "?", "!", "…", ":", "،", "؛")
_HEADER: Final = re.compile(r"\s*([^\W\d_][^:：\n]{0,29}?)\s*[:：]\s*(\S.*)?$")


def read_text(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read a text file as one record."""
    decoded = read_whole(source, report)
    if decoded is not None:
        yield Record(parse_text(decoded.text, field_map))


def parse_text(text: str, field_map: Mapping[str, str] | None = None) -> dict[str, str]:
    r"""Split a text into headline, headers and body.

    The first line is a headline if headers follow it, or if it has at most 160 characters, does not end like
    a sentence and is followed by more text; otherwise everything is body.

        >>> parse_text("قمة الرياض\nالمصدر: الأفق\n\nاختتمت القمة أمس.")
        {'المصدر': 'الأفق', 'title': 'قمة الرياض', 'text': 'اختتمت القمة أمس.'}
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n\t ").split("\n")
    own = set((field_map or {}).values())
    title, at = lines[0].strip(), 1
    while at < len(lines) and not lines[at].strip() and _headers(lines, at + 1, own)[0]:
        at += 1  # a blank line between headline and headers
    headers, end = _headers(lines, at, own)
    first = _HEADER.match(title)
    if first and _field(first[1], own) == "title" and first[2]:
        title = first[2].strip()
    elif not headers and not _is_headline(title, lines[1:]):
        return {"title": "", "text": "\n".join(lines)}
    return {**headers, "title": title, "text": "\n".join(lines[end:]).strip("\n")}


def _field(name: str, own: set[str]) -> str | None:
    known = field_of(name)
    return known[0] if known else ("mapped" if name.strip() in own else None)


def _headers(lines: list[str], start: int, own: set[str]) -> tuple[dict[str, str], int]:
    """Read header lines from `start`; give them and the line of the body. None known means no headers.

    Names we do not know count only in a block that a blank line ends and that has one we know.
    """
    found: dict[str, str] = {}
    known = 0
    at = start
    while at < len(lines) and (header := _HEADER.match(lines[at])):
        field = _field(header[1], own)
        if field == "text":  # `النص:` opens the body
            break
        if field is None and not (known and len(header[1].split()) <= 2):
            break
        known += field is not None
        found[header[1]] = (header[2] or "").strip()
        at += 1
    ended = at >= len(lines) or not lines[at].strip()
    if not known or (not ended and any(_field(name, own) is None for name in found)):
        return {}, start
    return found, at


def _is_headline(line: str, rest: list[str]) -> bool:
    return 0 < len(line) <= MAX_TITLE_CHARS and not line.endswith(_SENTENCE_ENDS) and any(map(str.strip, rest))
