"""What an index remembers of how it was made: `searchnews.json` in its folder.

The analysis of articles and of queries must be the same, so an index that was made by another analyzer,
engine or format is refused. The file is written last when an index is made: without it there is no index.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, NamedTuple

from searchnews._documents import FIELDS
from searchnews.engines import is_engine_file
from searchnews.errors import CorruptIndexError, IncompatibleIndexError, IndexNotFoundError

__all__ = [
    "EXCEPTIONS_NAME",
    "FILE_NAME",
    "VARIANTS_NAME",
    "Metadata",
    "check_metadata",
    "incompatible",
    "metadata_of",
    "read_metadata",
    "write_metadata",
]

FILE_NAME: Final = "searchnews.json"

EXCEPTIONS_NAME: Final = "exceptions.tsv"
"""The stemming exceptions that an index was made with, kept beside it: it is asked with the same."""

VARIANTS_NAME: Final = "variants.tsv"
"""Other ways of writing names that whoever owns the index adds to the shipped ones; read whenever it is opened."""

FORMAT: Final = 1
"""Raised when indexes made before can no longer be read."""

_REBUILD: Final = "build it again with `searchnews index PATH --rebuild`"


class Metadata(NamedTuple):
    """How an index was made: the names of its engine, analyzer and fields."""

    engine: str
    analyzer: str
    fields: tuple[str, ...]
    format: int = FORMAT


def write_metadata(path: str, metadata: Metadata) -> None:
    """Write the file into the folder `path`, whole or not at all."""
    final = Path(path, FILE_NAME)
    draft = final.with_suffix(".json.new")
    with draft.open("wb") as file:
        file.write(_packed(metadata))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(final)


def metadata_of(engine: str, analyzer: str) -> Metadata:
    """Give what an index of today's fields remembers, made by an engine and an analyzer of these names."""
    return Metadata(engine, analyzer, tuple(kind.name for kind in FIELDS))


def incompatible(reason: str, path: str) -> IncompatibleIndexError:
    """Give the error that refuses an index made otherwise."""
    return IncompatibleIndexError(f"{reason}; {_REBUILD}", path=path)


def check_metadata(path: str, metadata: Metadata) -> list[str]:
    """Say what is wrong with the file in the folder `path`, which has to hold `metadata` byte for byte."""
    file = Path(path, FILE_NAME)
    try:
        sound = file.read_bytes() == _packed(metadata)
    except OSError as error:
        return [f"{file}: cannot be read: {error.strerror}"]
    return [] if sound else [f"{file}: is not as it was written; {_REBUILD}"]


def _packed(metadata: Metadata) -> bytes:
    return json.dumps(metadata._asdict(), ensure_ascii=False, indent=2).encode() + b"\n"


def read_metadata(path: str) -> Metadata:
    """Read the file from the folder `path`.

    `IndexNotFoundError`, `CorruptIndexError`; `IncompatibleIndexError` where a later version wrote it.
    """
    try:
        values = json.loads(Path(path, FILE_NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexNotFoundError(_why_not_found(path), path=path) from error
    except ValueError as error:
        raise CorruptIndexError(f"{FILE_NAME} is damaged; {_REBUILD}", path=path) from error
    if isinstance(values, dict) and values.get("format") not in (FORMAT, None):
        raise IncompatibleIndexError(
            f"it has format {values['format']}, this version of searchnews reads format {FORMAT}; {_REBUILD}",
            path=path,
        )
    return _checked(path, values)


def _checked(path: str, values: Any) -> Metadata:
    try:
        metadata = Metadata(**{**values, "fields": tuple(values["fields"])})
    except (TypeError, KeyError) as error:
        raise CorruptIndexError(f"{FILE_NAME} is damaged; {_REBUILD}", path=path) from error
    texts = (metadata.engine, metadata.analyzer, *metadata.fields)
    if not all(isinstance(text, str) for text in texts) or metadata.format != FORMAT:
        raise CorruptIndexError(f"{FILE_NAME} is damaged; {_REBUILD}", path=path)
    return metadata


def _why_not_found(path: str) -> str:
    folder = Path(path)
    if not folder.exists():
        return "there is no such folder; make an index with `searchnews index`"
    if not folder.is_dir():
        return "is a file; an index is a folder, made with `searchnews index`"
    if any(is_engine_file(entry.name) for entry in folder.iterdir()):
        return f"{FILE_NAME} of the index is missing; {_REBUILD}"
    return "the folder holds no index; make one with `searchnews index`"
