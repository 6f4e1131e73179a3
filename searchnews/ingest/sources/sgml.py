"""Documents in SGML as TREC, the LDC (Gigaword, Arabic Newswire) and the ANT corpus have them.

    <DOC>
    <DOCNO>AL-culture-10</DOCNO>
    <TITLE>قمة الرياض</TITLE>
    <TEXT>
    <P>اختتمت القمة أعمالها أمس.</P>
    </TEXT>
    </DOC>

Owns the cutting into documents and fields. Read line by line; a document that the next one begins in, or that the
file ends in, is an article all the same and reported. SGML's entities are HTML's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from searchnews.ingest.cleaning import decode_entities
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source, read_lines

__all__ = ["MAX_DOCUMENT_CHARS", "read_sgml"]

MAX_DOCUMENT_CHARS: Final = 32 * 1024 * 1024
# Names and attributes are bounded, so that no hostile line takes quadratic time.
_BORDER: Final = re.compile(r"<doc((?:\s[^<>]{0,1000})?)>|</doc\s{0,10}>", re.I)
_FIELD: Final = re.compile(r"<([a-z][\w.-]{0,40})(?:\s[^<>]{0,1000})?>", re.I)
_CLOSING: Final = re.compile(r"</([a-z][\w.-]{0,40})\s{0,10}>", re.I)
_ATTRIBUTE: Final = re.compile(r"""\b([a-z][\w-]{0,40})\s{0,10}=\s{0,10}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_PARAGRAPH: Final = re.compile(r"</?(?:p|br|s)\b[^<>]*>", re.I)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.I)
_INLINE: Final = frozenset({"p", "br", "s"})  # paragraphs and sentences are no fields


def read_sgml(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read the documents of a file; text between them is passed over where it is blank, else reported."""
    number = 0
    for line, attributes, body, problem in _documents(source, report):
        if body is None:
            report.skip_record(source.name, line, problem)
            continue
        number += 1
        if problem:
            report.repaired(source.name, line, problem)
        # A file of one document goes by the document's number, like one of many.
        yield Record(_fields(attributes, body), line, number)


def _documents(source: Source, report: Report) -> Iterator[tuple[int, str, str | None, str]]:
    """Cut a file into documents: the line, the attributes, what is inside (None if it is lost), what was wrong."""
    parts: list[str] = []
    begun, size, attributes, is_stray_told = 0, 0, "", False
    for number, text in read_lines(source, report):
        at = 0
        for border in chain(_BORDER.finditer(text), (None,)):
            between = text[at : border.start()] if border else text[at:]
            at = border.end() if border else len(text)
            if begun:
                size += len(between) + 1
                if size <= MAX_DOCUMENT_CHARS:
                    parts.append(between)
            elif between.strip() and not is_stray_told:
                is_stray_told = True
                yield number, "", None, "text outside of documents"
            if border is None:
                continue
            starts = border[1] is not None
            if begun:
                yield _finished(begun, attributes, parts, size, "document without an end" if starts else "")
            begun, size, parts, attributes = (number, 0, [], border[1]) if starts else (0, 0, [], "")
    if begun:
        yield _finished(begun, attributes, parts, size, "document without an end")


def _finished(
    line: int, attributes: str, parts: list[str], size: int, problem: str
) -> tuple[int, str, str | None, str]:
    if size > MAX_DOCUMENT_CHARS:
        return line, "", None, f"document longer than {MAX_DOCUMENT_CHARS:,} characters"
    return line, attributes, "\n".join(parts), problem


def _fields(attributes: str, body: str) -> dict[str, str]:
    """Give the fields of a document; of one name that comes again all values, a line each."""
    found = {match[1].lower(): next(filter(None, match.groups()[1:]), "") for match in _ATTRIBUTE.finditer(attributes)}
    closings: dict[str, list[tuple[int, int]]] = {}
    for match in _CLOSING.finditer(body):
        closings.setdefault(match[1].lower(), []).append(match.span())
    at = 0
    outside: list[str] = []
    while (opened := _FIELD.search(body, at)) is not None:
        key = opened[1].lower()
        ends = closings.get(key, [])
        nearest = bisect_left(ends, (opened.end(), 0))
        if nearest == len(ends) or key in _INLINE:
            outside.append(body[at : opened.end()])
            at = opened.end()
            continue
        outside.append(body[at : opened.start()])
        closed, end = ends[nearest]
        value = _plain(body[opened.end() : closed])
        found[key] = f"{found[key]}\n{value}" if found.get(key) else value
        at = end
    outside.append(body[at:])
    left = _plain("".join(outside))
    if left and not found.get("text"):
        found["text"] = left
    return found


def _plain(text: str) -> str:
    """Take the tags out, a paragraph a line."""
    return decode_entities(_TAG.sub(" ", _PARAGRAPH.sub("\n", text)))[0].strip()
