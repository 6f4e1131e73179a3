"""Crawls in WARC: each page that a server answered with success is an article.

Owns which records of a crawl are pages. Requests, metadata and revisits are no documents; answers that are no page
(pictures, styles, errors, redirections) are counted and reported in one line a kind. A page's own address comes first;
the crawl's stands in. The format is short (ISO 28500): a version, header lines, a blank line, a block of as many bytes
as they say. Read here and not by a library: the common one reads lines of any length, and writes to stderr what is
damaged. Invariants: one page is in memory; after a damaged record the next is looked for and the damage is reported.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final, NamedTuple

from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.sources.html import MAX_PAGE_BYTES, parse_page
from searchnews.ingest.streams import Source, decoded_whole, opened
from searchnews.ingest.unpacking import Budget, Unreadable, foreign, unpacked

__all__ = ["read_warc"]

_MAX_LINE_BYTES: Final = 64 * 1024
_MAX_HEADERS: Final = 400
_CHUNK: Final = 1024 * 1024
_VERSION: Final = re.compile(rb"WARC/[01]\.\d+\s*$")
_ANSWERS: Final = ("response", "resource")
_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHARSET: Final = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w:.-]+)""", re.I)
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHUNK_SIZE: Final = re.compile(rb"([0-9a-fA-F]{1,7})[^\r\n]{0,200}\r?\n")


class _Answer(NamedTuple):
    """What a server sent: the address, what it is (`text/html; charset=...`), the body; else why it is no page."""

    url: str
    kind: str = ""
    body: bytes = b""
    refused: str = ""


def read_warc(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read the pages of a crawl, whether packed record by record (.warc.gz) or plain."""
    refused: Counter[str] = Counter()
    number = 0
    try:
        with opened(source) as stream:
            for answer in _answers(stream, source, report):
                if answer.refused:
                    refused[answer.refused] += 1
                    continue
                number += 1
                yield Record(_page(answer, source, report), None, number)
    finally:
        for reason, count in refused.items():
            report.left_out(source.name, f"no page: {reason}", count)


def _page(answer: _Answer, source: Source, report: Report) -> dict[str, Any]:
    declared = _CHARSET.search(answer.kind)
    named = source._replace(name=f"{source.name}!{answer.url}")
    page = decoded_whole(answer.body, named, report, declared=declared and declared[1])
    fields = parse_page(page.text)
    if answer.url.startswith(("http://", "https://")):
        fields.setdefault("url", answer.url)
    return fields


def _answers(stream: io.BufferedReader, source: Source, report: Report) -> Iterator[_Answer]:
    number = 0
    while (headers := _next_headers(stream, source, report)) is not None:
        number += 1
        try:
            size = int(headers.get("content-length", ""))
        except ValueError:
            report.skip_record(source.name, None, f"crawl record {number} does not say how long it is")
            continue
        wanted = headers.get("warc-type", "").lower() in _ANSWERS
        block = stream.read(min(size, MAX_PAGE_BYTES)) if wanted else b""
        _pass_over(stream, size - len(block))
        if wanted:
            url = headers.get("warc-target-uri", "").strip("<> ")
            if size > MAX_PAGE_BYTES:
                yield _Answer(url, refused=f"larger than {MAX_PAGE_BYTES:,} bytes")
            else:
                yield _answer(url, headers, block)


def _next_headers(stream: io.BufferedReader, source: Source, report: Report) -> dict[str, str] | None:
    """Read to the next record and give its headers; None at the end. What lies between and is not blank is told."""
    damaged = False
    while line := stream.readline(_MAX_LINE_BYTES):
        if _VERSION.match(line):
            return _headers(stream)
        if line.strip() and not damaged:
            damaged = True
            report.skip_record(source.name, None, "bytes between two crawl records: a length is wrong, or a part lost")
    return None


def _headers(stream: IO[bytes]) -> dict[str, str]:
    """Read header lines up to the blank one; names in lower case."""
    found: dict[str, str] = {}
    for _ in range(_MAX_HEADERS):
        line = stream.readline(_MAX_LINE_BYTES)
        if not line.strip():
            break
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _pass_over(stream: io.BufferedReader, size: int) -> None:
    while size > 0:
        passed = len(stream.read(min(size, _CHUNK)))
        if not passed:
            raise Unreadable("the crawl ends in the middle of a record")
        size -= passed


def _answer(url: str, headers: Mapping[str, str], block: bytes) -> _Answer:
    """Take an answer apart; a resource, and an answer kept without its HTTP headers, is its body."""
    status = _STATUS.match(block)
    if status is None:
        kind, body = headers.get("content-type", ""), block
    else:
        message = io.BytesIO(block)
        message.readline(_MAX_LINE_BYTES)
        http = _headers(message)
        kind, body = http.get("content-type", ""), message.read()
        if status[1] != b"200":
            return _Answer(url, refused=f"status {status[1].decode()}")
        if "chunked" in http.get("transfer-encoding", "").lower():
            body = _joined(body)
        try:
            body = _unpacked(body, http.get("content-encoding", "").lower())
        except Unreadable as error:
            return _Answer(url, refused=str(error))
    plain = kind.partition(";")[0].strip().lower()
    if plain in _PAGES or (not plain and body.lstrip()[:9].lower().startswith((b"<!doctype", b"<html"))):
        return _Answer(url, kind, body)
    return _Answer(url, refused=plain[:60] or "of no kind")


def _joined(body: bytes) -> bytes:
    """Join the chunks of an answer; many crawlers have done so and kept the header: such a body is left alone."""
    parts: list[bytes] = []
    at = 0
    while (size := _CHUNK_SIZE.match(body, at)) is not None:
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return b"".join(parts) if parts and at >= len(body) else body


def _unpacked(body: bytes, encoding: str) -> bytes:
    """Unpack a body that was sent packed; raises Unreadable where that cannot be done."""
    if "br" in encoding.split(",")[-1]:
        raise Unreadable("packed with Brotli")
    with unpacked(io.BytesIO(body), Budget(len(body))) as stream:
        data = stream.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        raise Unreadable(f"larger than {MAX_PAGE_BYTES:,} bytes")
    if "deflate" in encoding:
        with foreign("the deflate data"):
            raw = data[:1] != b"x"  # some servers leave out the header of zlib
            data = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS).decompress(data, MAX_PAGE_BYTES)
    return data
