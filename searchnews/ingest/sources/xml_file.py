"""XML files of records, however their elements are called; `--map text=body` says so where it cannot be guessed.

Owns what the fields of a record are; which element is one is `xml_survey`'s to say. Read as a stream by expat.
Invariants: one record is in memory; a record before damage is not lost; what is most often wrong, a bare ampersand
and control characters, is mended on the way.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from typing import Final
from xml.parsers import expat

from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.sources.xml_survey import MAX_DEPTH, Path, Survey, local_name, parser
from searchnews.ingest.streams import Source, read_text_chunks
from searchnews.ingest.unpacking import Unreadable

__all__ = ["MAX_RECORD_CHARS", "read_xml"]

MAX_RECORD_CHARS: Final = 32 * 1024 * 1024
_SURVEY_CHUNKS: Final = 2
_INLINE: Final = frozenset({
    "a", "b", "i", "u", "em", "strong", "span", "sub", "sup", "small", "font", "person", "org", "location", "q", "w",
})  # fmt: skip
_VALUE_ATTRIBUTES: Final = ("href", "url", "value", "content", "date", "norm", "datetime")
# What no XML may hold, and an ampersand that begins no reference: half the exports of old systems have some.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE: Final = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#\d{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)", re.I | re.S
)
_HELD: Final = 64  # characters kept back at the end of a chunk: a reference may be cut in two there


def read_xml(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read the records of an XML file.

    `<news><item><title>قمة الرياض</title><body>انعقدت القمة أمس.</body></item></news>` is one record.
    """
    chunks = _mended(read_text_chunks(source, report))
    head = list(islice(chunks, _SURVEY_CHUNKS))
    survey = Survey(field_map)
    with suppress(expat.ExpatError):  # told below, after the records before it
        _fed(survey, head, final=False)
    path = survey.record_path()
    if path is None:
        names = ", ".join(dict.fromkeys(p[-1] for p in islice(survey.counts, 12)))
        report.skip_source(source.name, f"no element is a title or a text: {names}; name them with field_map (--map)")
        return
    records = _Records(path, survey, source, report)
    try:
        for chunk in chain(head, chunks, ("",)):
            _fed(records, [chunk], final=not chunk)
            yield from records.taken()
    except expat.ExpatError as error:
        yield from records.taken()
        reason = f"the rest is not well-formed XML: {expat.ErrorString(error.code)}"
        report.skip_source(source.name, reason, line=error.lineno)


def _fed(reader: Survey | _Records, chunks: list[str], *, final: bool) -> None:
    for chunk in chunks:
        reader.parser.Parse(chunk, final)


def _mended(chunks: Iterator[str]) -> Iterator[str]:
    """Make text well-formed in what is most often wrong; nothing inside CDATA is touched."""
    held, in_cdata, begun = "", False, False
    for chunk in chain(chunks, ("",)):
        text = held + _FORBIDDEN.sub(" ", chunk)
        if not begun:
            text = text.lstrip("\ufeff \t\r\n")
            begun = bool(text)
        cut = _cut(text) if chunk else len(text)
        held, text = text[cut:], text[:cut]
        if in_cdata:
            end = text.find("]]>") + 3
            if end < 3:
                end = len(text)
            else:
                in_cdata = False
            yield text[:end]
            text = text[end:]
        opened = text.rfind("<![CDATA[")
        in_cdata = in_cdata or (opened >= 0 and "]]>" not in text[opened:])
        if text:
            yield _BARE.sub(lambda found: "&amp;" if found[0] == "&" else found[0], text)


def _cut(text: str) -> int:
    """Give a place near the end that is inside no reference and no bracket of CDATA: these hold no blanks."""
    cut = len(text)
    while len(text) - cut < _HELD and cut and "!" <= text[cut - 1] <= "~":
        cut -= 1
    return cut


class _Records:
    """The records at a path, collected as the parser goes."""

    def __init__(self, path: Path, survey: Survey, source: Source, report: Report) -> None:
        self._path, self._survey, self._source, self._report = path, survey, source, report
        self._at: list[str] = []
        self._matched = 0  # how many of the elements around are those of the path
        self._found: list[Record] = []
        self._number = 0
        self._values: dict[str, list[str]] = {}
        self._parts: list[str] = []
        self._size = self._line = 0
        self._field = 0  # the depth of the element whose whole content is one value; 0 outside of any
        self.parser = parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.SkippedEntityHandler = self._entity

    def taken(self) -> list[Record]:
        """Give the records that are whole since the last time."""
        found, self._found = self._found, []
        return found

    def _is_inside(self) -> bool:
        return self._matched == len(self._path)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._at.append(name)
        depth = len(self._at)
        if depth > MAX_DEPTH:
            raise Unreadable(f"elements nested more than {MAX_DEPTH} deep")
        if not self._is_inside():
            if depth == self._matched + 1 and name == self._path[self._matched]:
                self._matched += 1
                if self._is_inside():
                    self._values, self._parts, self._size, self._field = {}, [], 0, 0
                    self._line = self.parser.CurrentLineNumber
                    self._keep_attributes("", attributes)
        elif not self._field:
            self._put(local_name(self._at[-2]) if depth > len(self._path) + 1 else "")
            known = self._survey.field(local_name(name))
            # A text with fields in it is a wrapper; the parts of an author or a date are one value.
            if known is not None and not (known[0] == "text" and self._survey.holds_fields(tuple(self._at))):
                self._field = depth
            self._keep_attributes("" if tuple(self._at) in self._survey.spine else local_name(name), attributes)
        elif local_name(name).lower() not in _INLINE:
            self._parts.append("\n")

    def _end(self, name: str) -> None:
        depth = len(self._at)
        if self._is_inside():
            if depth == len(self._path):
                self._put("text")
                self._finish()
            elif depth == self._field or not self._field:
                self._put(local_name(name))
                self._field = 0
            elif local_name(name).lower() not in _INLINE:
                self._parts.append("\n")
        if depth == self._matched:
            self._matched -= 1
        self._at.pop()

    def _text(self, data: str) -> None:
        if self._is_inside():
            self._size += len(data)
            if self._size <= MAX_RECORD_CHARS:
                self._parts.append(data)

    def _entity(self, name: str, is_parameter: bool) -> None:
        self._text(html.unescape(f"&{name};"))

    def _put(self, key: str) -> None:
        """Keep what was read since the last time under a name."""
        value = "".join(self._parts).strip()
        self._parts = []
        if value:
            self._values.setdefault(key or "text", []).append(value)

    def _keep_attributes(self, name: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            self._size += len(value)
            if value.strip() and self._size <= MAX_RECORD_CHARS:
                is_value = name and key in _VALUE_ATTRIBUTES
                self._values.setdefault(name if is_value else f"{name}@{key}" if name else key, []).append(value)

    def _finish(self) -> None:
        if self._size > MAX_RECORD_CHARS:
            reason = f"record longer than {MAX_RECORD_CHARS:,} characters"
            self._report.skip_record(self._source.name, self._line, reason)
            return
        self._number += 1
        values = {key: found[0] if len(found) == 1 else found for key, found in self._values.items()}
        self._found.append(Record(values, self._line, self._number))
