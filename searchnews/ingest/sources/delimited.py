"""Tables: .csv with any usual separator, and .tsv; the first row names the columns.

Owns the rows. Read line by line; a row may span lines. A stray quote makes the csv module swallow the rows
after it: here such a row is left alone, or read without quoting, and the next line begins a new row.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final

from searchnews.ingest.record import field_of
from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Line, Source, read_lines

__all__ = ["MAX_ROW_CHARS", "read_csv", "read_tsv"]

MAX_ROW_CHARS: Final = 8 * 1024 * 1024  # of all lines of a row; a longer one has lost its closing quote
_SEPARATORS: Final = ",;\t|"


def read_csv(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read a comma-separated file; semicolons, tabs and bars are found out from the header.

    `العنوان,النص` above `قمة الرياض,"انعقدت، أمس، القمة."` is one record.
    """
    return _read(source, report, field_map, None)


def read_tsv(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read a tab-separated file."""
    return _read(source, report, field_map, "\t")


def _read(source: Source, report: Report, field_map: Mapping[str, str], separator: str | None) -> Iterator[Record]:
    if csv.field_size_limit() < MAX_ROW_CHARS:  # the module's one limit for the process; we only ever raise it
        csv.field_size_limit(MAX_ROW_CHARS)
    lines = _Lines(read_lines(source, report))
    first = next((line for line in lines if line.text.strip("\ufeff \t,;")), None)
    if first is None:
        report.skip_source(source.name, "empty file")
        return
    if separator is None and first.text.lower().startswith("sep=") and len(first.text) == 5:  # Excel's own line
        separator = first.text[4]
        first = next(lines, first)
    header = first.text.lstrip("\ufeff")
    separator = separator or max(_SEPARATORS, key=header.count)
    columns = _header(header, separator)
    if not _usable(columns, field_map):
        shown = ", ".join(columns[:12])
        reason = f"no column is a title or a text: {shown}; name them with field_map (--map)"
        report.skip_source(source.name, reason, line=1)
        return
    yield from _records(lines, columns, separator, source, report)


def _records(lines: _Lines, columns: list[str], separator: str, source: Source, report: Report) -> Iterator[Record]:
    number = 0
    while (line := next(lines, None)) is not None:
        if not line.text.strip():
            continue
        number += 1
        cells, problem = _row(line, lines, separator, len(columns))
        if cells is None:
            report.skip_record(source.name, line.number, problem)
            continue
        if problem:
            report.repaired(source.name, line.number, problem)
        yield Record(dict(zip(columns, cells, strict=False)), line.number, number)


def _row(line: Line, lines: _Lines, separator: str, width: int) -> tuple[list[str] | None, str]:
    """Read the row that begins at `line`; lines that turn out not to belong to it are put back."""
    taken: list[Line] = []
    try:
        row = next(csv.reader(_texts(line, lines, taken), delimiter=separator, strict=True))
        problem = ""
    except (csv.Error, StopIteration) as error:
        row, problem = [], str(error) or "unreadable row"
    if row and _fits(row, width):
        return row[:width], ""
    lines.put_back(taken)
    for quoting in (csv.QUOTE_NONE, csv.QUOTE_MINIMAL):
        try:
            row = next(csv.reader([line.text], delimiter=separator, quoting=quoting))
        except (csv.Error, StopIteration):
            continue
        if len(row) == width:
            return row, "stray-quotes"
    return None, problem or f"{len(row)} fields where the header has {width}"


def _fits(row: list[str], width: int) -> bool:
    """Say whether a row has no more cells than the header, but for empty ones."""
    return len(row) <= width or not any(cell.strip() for cell in row[width:])


def _texts(line: Line, lines: _Lines, taken: list[Line]) -> Iterator[str]:
    """Give the csv module the lines of a row, noting those after the first, up to the limit."""
    size = len(line.text)
    yield line.text + "\n"
    for following in lines:
        taken.append(following)
        size += len(following.text)
        if size > MAX_ROW_CHARS:
            raise csv.Error(f"row longer than {MAX_ROW_CHARS:,} characters: a quote is not closed")
        yield following.text + "\n"


def _header(text: str, separator: str) -> list[str]:
    try:
        names = next(csv.reader([text], delimiter=separator))
    except csv.Error:  # a carriage return in the middle of it
        names = text.split(separator)
    return [name.strip() or f"column {at}" for at, name in enumerate(names, start=1)]


def _usable(columns: list[str], field_map: Mapping[str, str]) -> bool:
    """Say whether any column can give a title or a text."""
    mapped = {field_map[field] for field in ("title", "text") if field in field_map}
    return any(
        name in mapped or ((known := field_of(name)) is not None and known[0] in ("title", "text")) for name in columns
    )


class _Lines(Iterator[Line]):
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines, self._waiting = lines, deque[Line]()

    def __next__(self) -> Line:
        return self._waiting.popleft() if self._waiting else next(self._lines)

    def put_back(self, lines: list[Line]) -> None:
        """Give these lines again, before all others."""
        self._waiting.extendleft(reversed(lines))
