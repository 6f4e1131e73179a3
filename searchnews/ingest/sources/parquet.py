"""Tables in Parquet: a row is a record, its columns are the fields.

Owns the walk over the rows, some hundred at a time. Invariant: a group of rows that unpacks to more than
`MAX_GROUP_BYTES` is left out and reported, whatever the file says of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.streams import Source, seekable
from searchnews.ingest.unpacking import foreign

__all__ = ["MAX_GROUP_BYTES", "read_parquet"]

MAX_GROUP_BYTES: Final = 1024 * 1024 * 1024
_ROWS: Final = 256


def read_parquet(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read the rows of a Parquet file; dates, lists and structures in it come as text, list and mapping."""
    from pyarrow import parquet

    with seekable(source) as stream:
        with foreign("the Parquet file"):
            file = parquet.ParquetFile(stream, memory_map=False, pre_buffer=False)
            groups = [(at, _group(file, at)) for at in range(file.metadata.num_row_groups)]
        number = 0
        for at, (rows, size) in groups:
            if size > MAX_GROUP_BYTES:
                reason = f"rows {number + 1:,} to {number + rows:,} unpack to more than {MAX_GROUP_BYTES:,} bytes"
                report.skip_source(source.name, reason)
                number += rows
                continue
            for values in _rows(file, at):
                number += 1
                yield Record(values, None, number)


def _group(file: Any, at: int) -> tuple[int, int]:
    group = file.metadata.row_group(at)
    return group.num_rows, group.total_byte_size


def _rows(file: Any, group: int) -> Iterator[dict[str, Any]]:
    with foreign("the Parquet file"):
        batches = iter(file.iter_batches(batch_size=_ROWS, row_groups=[group]))
    while True:
        with foreign("the Parquet file"):
            batch = next(batches, None)
            rows = [] if batch is None else batch.to_pylist()
        if batch is None:
            return
        for row in rows:
            yield {str(key): _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    """Give a value as JSON would have it: the index stores no other."""
    if isinstance(value, dict):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
