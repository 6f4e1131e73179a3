"""The formats: which reader claims which file name.

Owns the table of extensions. A reader is a function `(Source, Report, field_map) -> Iterator[Record]`; each
lives in a module of its own, imported when a file of its format turns up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple

from searchnews.ingest.report import Report
from searchnews.ingest.streams import Source

__all__ = ["FORMATS", "Reader", "Record", "format_of", "reader_of"]


class Record(NamedTuple):
    """One article as its file has it.

    `values` are its fields under their names; `line` (1-based) is where it begins, None where the format has
    no lines; `number` (1-based) is its place in a file of many records, None for a file that is one article.
    """

    values: Mapping[str, Any]
    line: int | None = None
    number: int | None = None


Reader = Callable[[Source, Report, Mapping[str, str]], Iterator[Record]]

# Extension, without the dot: module and function.
FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "txt": ("text", "read_text"),
    "jsonl": ("jsonl", "read_jsonl"),
    "ndjson": ("jsonl", "read_jsonl"),
    "json": ("json_file", "read_json"),
    "csv": ("delimited", "read_csv"),
    "tsv": ("delimited", "read_tsv"),
    "html": ("html", "read_html"),
    "htm": ("html", "read_html"),
}


def format_of(name: str) -> str:
    """Give a file name's extension in lower case, looking through `.gz`; empty where there is none.

    >>> format_of("أخبار.JSONL.gz"), format_of("notes.doc"), format_of("gz")
    ('jsonl', 'doc', '')
    """
    stem = name.lower().removesuffix(".gz")
    return stem.rpartition(".")[2] if "." in stem[1:] else ""


def reader_of(extension: str) -> Reader | None:
    """Give the reader of an extension, importing it; None where no reader claims it."""
    if extension not in FORMATS:
        return None
    module, function = FORMATS[extension]
    reader: Reader = getattr(import_module(f"{__name__}.{module}"), function)
    return reader
