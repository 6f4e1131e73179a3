"""The file of an index's saved searches, `saved.json` in its folder, and the lock that is held to change it.

Invariants: the file is there whole or not at all, whatever happens to the process or the power; who reads it to write
it holds the lock from before the reading to after the writing; and an index built anew takes it along, so that nothing
is lost between the old folder and the new. The lock dies with its process.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any, Final

from searchnews._locks import lock_of
from searchnews.errors import IndexFolderError, SavedSearchError

__all__ = ["LOCK_NAME", "SAVED_NAME", "changing", "check_saved", "read", "taken_along"]

SAVED_NAME: Final = "saved.json"
LOCK_NAME: Final = "saved.lock"

_FORMAT: Final = 1
_TRIES: Final = 50
_PAUSE_S: Final = 0.02


class Notebook(dict[str, dict[str, Any]]):
    """What is kept of each saved search, by its name; `write` keeps it."""

    def __init__(self, folder: str, entries: Mapping[str, dict[str, Any]]) -> None:
        super().__init__(entries)
        self._folder = folder

    def write(self) -> None:
        """Put this in the place of the file; `IndexFolderError` where the system refuses it."""
        final = Path(self._folder, SAVED_NAME)
        draft = final.with_suffix(".json.new")
        values = {"format": _FORMAT, "searches": self}
        try:
            with draft.open("w", encoding="utf-8", errors="surrogatepass") as file:
                json.dump(values, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(final)
            _sync_folder(self._folder)
        except OSError as error:
            raise IndexFolderError(f"{SAVED_NAME} cannot be written: {error.strerror}", path=self._folder) from error


def _sync_folder(folder: str) -> None:
    with suppress(OSError):  # some systems cannot sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read(folder: str) -> Notebook:
    """Read the file; an empty notebook where there is none. `SavedSearchError` where it is damaged."""
    file = Path(folder, SAVED_NAME)
    try:
        values = json.loads(file.read_bytes().decode("utf-8", "surrogatepass"))
        entries: dict[str, dict[str, Any]] = values["searches"]
        sound = values["format"] == _FORMAT and all(isinstance(one, dict) for one in entries.values())
    except FileNotFoundError:
        return Notebook(folder, {})
    except OSError as error:
        raise IndexFolderError(f"{SAVED_NAME} cannot be read: {error.strerror}", path=folder) from error
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise SavedSearchError(f"{file} is damaged, or of a later version; mend it, or remove it and save anew")
    return Notebook(folder, entries)


def check_saved(folder: str) -> list[str]:
    """Say what is wrong with the file; nothing where it is sound, or there is none."""
    try:
        read(folder)
    except (SavedSearchError, IndexFolderError) as error:
        return [str(error)]
    return []


@contextmanager
def changing(folder: str) -> Iterator[Notebook]:
    """Give the notebook for as long as it takes to change it; others wait. What is to be kept is to be written."""
    with _locked(folder):
        yield read(folder)


@contextmanager
def taken_along(old: str, new: str) -> Iterator[None]:
    """Copy the file from a folder to the one that is about to take its place; until then nobody changes it."""
    with _locked(old):
        with suppress(SavedSearchError):  # a damaged one is brought along with all else that was there
            entries = read(old)
            if entries:
                Notebook(new, entries).write()
        yield


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    path = Path(folder, LOCK_NAME)
    for _ in range(_TRIES):
        lock = lock_of(path)
        try:
            lock.acquire(blocking=True)
        except FileNotFoundError:
            sleep(_PAUSE_S)  # an index built anew takes the place of the old one: for a moment there is neither
            continue
        except OSError as error:
            raise IndexFolderError(f"{LOCK_NAME} cannot be locked: {error.strerror}", path=folder) from error
        try:
            if _is_at(path, lock.fd):
                yield
                return
        finally:
            lock.release()
    raise IndexFolderError("the folder comes and goes; try again when nothing is built there", path=folder)


def _is_at(path: Path, descriptor: int) -> bool:
    """Tell whether what is locked is still what others would lock: the folder may have been swapped meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
