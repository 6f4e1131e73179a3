"""Making an index in a folder, and opening the one that is there."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchnews._documents import COLUMNS, FIELDS
from searchnews._metadata import (
    EXCEPTIONS_NAME,
    FILE_NAME,
    VARIANTS_NAME,
    incompatible,
    metadata_of,
    read_metadata,
    write_metadata,
)
from searchnews._saved_file import LOCK_NAME, SAVED_NAME
from searchnews.arabic import DEFAULT_PRESET, Analyzer
from searchnews.arabic import analyzer as named_analyzer
from searchnews.engines import create_engine, is_engine_file, open_engine
from searchnews.errors import IndexExistsError, IndexFolderError, VariantsFileError
from searchnews.index import Index

if TYPE_CHECKING:
    from searchnews.arabic.variants import Group

__all__ = ["create_index", "index_exists", "open_index"]

_FREE: Final = frozenset(
    {
        "README.md",
        EXCEPTIONS_NAME,
        VARIANTS_NAME,
        FILE_NAME,
        f"{FILE_NAME}.new",
        SAVED_NAME,
        f"{SAVED_NAME}.new",
        LOCK_NAME,
    }
)
"""Files that may be in a folder where an index is made."""


def create_index(
    path: str | PathLike[str] | None,
    *,
    analyzer: str | Analyzer = DEFAULT_PRESET,
    engine: str = "whoosh",
    exceptions: str | PathLike[str] | None = None,
    overwrite: bool = False,
) -> Index:
    """Make an empty index in a folder, which is made where it is missing.

    `IndexExistsError` where there is an index already, unless `overwrite` is set, and where there are files
    of something else, always (a README.md and hidden files may be there). ValueError for an engine or
    analyzer that does not exist. The engine `memory` keeps nothing and takes no path. `exceptions` is a file of
    words and the stems they should have (see `searchnews.arabic.analyzer`); the index keeps a copy of it.
    """
    chosen = named_analyzer(analyzer, exceptions=exceptions) if isinstance(analyzer, str) else analyzer
    if path is None:
        return Index(create_engine(engine, None, FIELDS, COLUMNS), chosen, path=None)
    folder = _folder(path)
    _check_free(folder, overwrite=overwrite)
    try:
        made = create_engine(engine, folder, FIELDS, COLUMNS)
        # After the engine has emptied what was there: the other way round, a crash in between would leave old
        # articles under the name of a new analyzer.
        Path(folder, EXCEPTIONS_NAME).unlink(missing_ok=True)
        if chosen.own_exceptions:
            Path(folder, EXCEPTIONS_NAME).write_text(chosen.own_exceptions, encoding="utf-8")
        write_metadata(folder, metadata_of(made.name, chosen.name))
    except OSError as error:
        raise IndexFolderError(f"cannot be made: {error.strerror}", path=folder) from error
    return Index(made, chosen, path=folder, variants=_own_variants(folder, None))


def open_index(
    path: str | PathLike[str], *, analyzer: Analyzer | None = None, variants: str | PathLike[str] | None = None
) -> Index:
    """Open the index in a folder.

    `analyzer` is needed only where the index was made with an `Analyzer` of your own; its name must be the one that
    the index remembers. `variants` is a file of other ways of writing names, of the form of `arabic/data/variants.tsv`;
    where it is None, `variants.tsv` in the folder, if there is one. Its lines stand before those that are shipped.
    `IndexNotFoundError`, `CorruptIndexError`, `IncompatibleIndexError`, `VariantsFileError`.
    """
    folder = _folder(path)
    metadata = read_metadata(folder)
    try:
        chosen = analyzer or _analyzer_of(metadata.analyzer, Path(folder, EXCEPTIONS_NAME))
        engine = open_engine(metadata.engine, folder)
    except ValueError as error:
        raise incompatible(f"this version does not know how it was made ({error})", folder) from error
    index = Index(engine, chosen, path=folder, variants=_own_variants(folder, variants))
    index.check_analyzer()
    return index


def _folder(path: str | PathLike[str]) -> str:
    if not fspath(path):  # which pathlib takes for the folder one stands in
        raise IndexFolderError("an empty name is none of a folder; for this one give .", path="''")
    return str(Path(fspath(path)).absolute())


def _own_variants(folder: str, named: str | PathLike[str] | None) -> tuple[Group, ...]:
    """Read the list that was named, or the one that lies in the folder."""
    file = Path(folder, VARIANTS_NAME) if named is None else Path(fspath(named))
    if named is None and not file.exists():
        return ()
    from searchnews.arabic.variants import read_variants  # most indexes have no list of their own

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise VariantsFileError(f"cannot be read: {error.strerror}", path=file) from error
    except UnicodeDecodeError as error:
        raise VariantsFileError("is not UTF-8; save it as UTF-8", path=file) from error
    return tuple(read_variants(lines, path=str(file)))


def _analyzer_of(name: str, exceptions: Path) -> Analyzer:
    """Make the analyzer that an index remembers: a preset, or one with the exceptions kept beside the index."""
    preset, added, _ = name.partition("+")
    if not added or not exceptions.is_file():
        return named_analyzer(name)
    return named_analyzer(preset, exceptions=exceptions)


def index_exists(path: str | PathLike[str]) -> bool:
    """Say whether there is an index in a folder, sound or not."""
    return Path(fspath(path), FILE_NAME).exists()


def _check_free(folder: str, *, overwrite: bool) -> None:
    place = Path(folder)
    if not place.exists():
        return
    if not place.is_dir():
        raise IndexExistsError("is a file; choose a folder for the index", path=folder)
    names = {entry.name for entry in place.iterdir()}
    foreign = {n for n in names - _FREE if not n.startswith(".") and not is_engine_file(n)}
    if foreign:
        raise IndexExistsError(f"the folder holds other files ({min(foreign)}); choose an empty one", path=folder)
    if not overwrite and (FILE_NAME in names or any(map(is_engine_file, names))):
        raise IndexExistsError(
            "there is an index already; build it again with overwrite=True (`searchnews index PATH --rebuild`)",
            path=folder,
        )
