"""The index that a load writes to: the one that is there, a new one, or one built beside the old.

Invariant: when a load fails, what was in the folder before is still there, and nothing else. Where it was killed, the
next load sees to that.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from searchnews._locks import lock_of
from searchnews.errors import IndexFolderError, SearchNewsError

if TYPE_CHECKING:
    from searchnews.index import Index

__all__ = ["target"]

_NEW: Final = "new"
_OLD: Final = "old"
_LOCK: Final = "rebuild.lock"


@contextmanager
def target(folder: str, *, rebuild: bool, exceptions: str | None = None) -> Iterator[Index]:
    """Open the index in `folder`, make it if there is none, or with `rebuild` put a new one in its place.

    `exceptions` is the file of stemming exceptions for a new index; one that is there has to be of the same.
    Raises what `create_index` and `open_index` raise; IndexFolderError where the new index cannot be put in
    the place of the old.
    """
    import searchnews

    _clear_up(Path(folder).resolve())
    if not searchnews.index_exists(folder):
        with _made(folder, exceptions) as index:
            yield index
    elif rebuild:
        with _built_beside(Path(folder).resolve(), exceptions) as index:
            yield index
    else:
        with searchnews.open_index(folder) as index:
            _refuse_others(index, exceptions)
            yield index


def _refuse_others(index: Index, exceptions: str | None) -> None:
    from searchnews.arabic import analyzer
    from searchnews.errors import IncompatibleIndexError

    if exceptions is not None and analyzer(exceptions=exceptions).name != index.analyzer.name:
        reason = "it was made with other stemming exceptions; start over with `searchnews index PATH --rebuild`"
        raise IncompatibleIndexError(reason, path=index.path or "")


@contextmanager
def _made(folder: str, exceptions: str | None) -> Iterator[Index]:
    """Make an index, and unmake it when the load fails: half an index would look like a whole one."""
    import searchnews

    place = Path(folder)
    before = {entry.name for entry in place.iterdir()} if place.is_dir() else None
    try:
        with searchnews.create_index(folder, exceptions=exceptions) as index:
            yield index
    except BaseException:
        if before is None:
            shutil.rmtree(place, ignore_errors=True)
        else:
            for entry in place.iterdir():
                if entry.name not in before:
                    _remove(entry)
        raise


@contextmanager
def _built_beside(place: Path, exceptions: str | None) -> Iterator[Index]:
    """Build an index in a hidden folder beside `place`, and let them change places once it is whole."""
    import searchnews

    _refuse_second_writer(place)
    try:
        scratch = Path(tempfile.mkdtemp(prefix=_prefix(place), dir=place.parent))
    except OSError as error:
        raise IndexFolderError(f"cannot be built anew beside the old: {error.strerror}", path=place) from error
    lock = _lock(scratch)
    try:
        fresh = scratch / _NEW
        fresh.mkdir(mode=place.stat().st_mode)
        with searchnews.create_index(fresh, exceptions=exceptions) as index:
            yield index
            _refuse_nothing(index, place)
        _swap(place, fresh, scratch / _OLD)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        lock.release()


def _prefix(place: Path) -> str:
    return f".{place.name}."


def _lock(scratch: Path) -> Any:
    """Take the folder of a rebuild, or give None where the process is alive that has it."""
    lock = lock_of(scratch / _LOCK)
    return lock if lock.acquire() else None


def _clear_up(place: Path) -> None:
    """Remove what rebuilds have left beside `place` that were killed; one may have been between its two renames."""
    with suppress(OSError):
        for scratch in place.parent.iterdir():
            if scratch.name.startswith(_prefix(place)) and (scratch / _LOCK).is_file() and (lock := _lock(scratch)):
                if not place.exists() and (scratch / _OLD).is_dir():
                    (scratch / _OLD).rename(place)
                shutil.rmtree(scratch, ignore_errors=True)
                lock.release()


def _refuse_nothing(index: Index, place: Path) -> None:
    """Raise IndexFolderError where nothing came in: of a disk that is not mounted, no index is built that is wanted."""
    if not index.stats().documents:
        raise IndexFolderError("no articles were found to build it anew of; it is left as it was", path=place)


def _refuse_second_writer(place: Path) -> None:
    """Raise IndexLockedError while another process writes; a damaged index has no writer to mind."""
    import searchnews
    from searchnews.errors import IndexLockedError

    try:
        with searchnews.open_index(place) as old:
            old.delete([])
    except IndexLockedError:
        raise
    except SearchNewsError:
        return


def _swap(place: Path, fresh: Path, old: Path) -> None:
    from searchnews._saved_file import taken_along

    _refuse_second_writer(place)
    with taken_along(str(place), str(fresh)):
        try:
            place.rename(old)
        except OSError as error:  # a mount point, or another owner's folder
            reason = f"the new index cannot take its place ({error.strerror}); rebuild into another folder"
            raise IndexFolderError(reason, path=place) from error
        try:
            fresh.rename(place)
        except OSError:
            old.rename(place)
            raise
    _bring_back_notes(old, place)


def _bring_back_notes(old: Path, place: Path) -> None:
    """Keep what was in the folder besides the index: a README.md, hidden files."""
    from searchnews._metadata import EXCEPTIONS_NAME
    from searchnews.engines import is_engine_file

    for entry in old.iterdir():
        if entry.name != EXCEPTIONS_NAME and not is_engine_file(entry.name) and not (place / entry.name).exists():
            entry.rename(place / entry.name)


def _remove(entry: Path) -> None:
    with suppress(OSError):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
