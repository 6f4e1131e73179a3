"""A disk that fails: at any write, flush, rename or removal, the index is as it was before, and says so."""

from __future__ import annotations

import errno
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from searchnews.engines import create_engine, open_engine
from searchnews.engines.base import Engine, Writer
from searchnews.engines.whoosh import layout, policy
from searchnews.errors import IndexFolderError
from tests.engines.asking import answers
from tests.engines.contract import put
from tests.engines.documents import COLUMNS, FIELDS, document

ROOT = Path(__file__).parent.parent.parent


class Disk:
    """Counts what is done to the disk, and lets the `failing`-th step fail; with `dead`, all after it too."""

    def __init__(self, failing: int, *, dead: bool) -> None:
        self.steps, self.failing, self.dead = 0, failing, dead

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.failing or (self.dead and self.steps > self.failing):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(io, "open", self._open)
            for name in ("fsync", "replace", *(["unlink"] if self.dead else [])):
                patch.setattr(os, name, self._failing(getattr(os, name)))
            yield

    def _failing(self, function):
        def call(*args, **options):
            self.step()
            return function(*args, **options)

        return call

    def _open(self, file, mode="r", buffering=-1, *args, opener=None, **options):
        if mode in ("r", "rb"):
            return _open(file, mode, buffering, *args, opener=opener, **options)
        self.step()
        disk = self

        class Raw(io.FileIO):
            def write(self, data):
                disk.step()
                return super().write(data)

        raw = Raw(file, mode.replace("b", ""), opener=opener)
        return (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw, max(buffering, 8192))


_open = io.open


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(layout, "_IN_MEMORY", 8)  # so that temporary files are really written
    monkeypatch.setattr(policy, "MOST_SEGMENTS", 3)
    (tmp_path / "index").mkdir()
    made = create_engine("whoosh", str(tmp_path / "index"), FIELDS, COLUMNS)
    for number in range(3):
        put(made, *(document(f"{number}{n}", f"سلام وزير w{number} w{n}", hash="a") for n in range(4)))
    return made


def transaction(writer: Writer) -> None:
    """Replace, delete, write two segments, merge, commit."""
    writer.put(document("00", "سلام جديد w3", "w1 w2 w3 w4 w5"))
    writer.delete("10")
    writer.put(document("new", "وزير سلام w3"))
    writer.commit()


def names(path: Path) -> set[str]:
    return {file.name for file in path.iterdir()}


def _tried(path: Path, disk: Disk) -> bool:
    """Try the transaction; say whether it was committed. If not, it has ended, and left nothing."""
    engine, files = open_engine("whoosh", str(path)), names(path)
    writer = engine.writer(memory=1)
    committed, error = False, None
    with disk.at_work():
        try:
            transaction(writer)
            committed = True
        except IndexFolderError as told:
            error = told
        gc.collect()
    if error is not None and "may not outlast" in str(error):
        assert disk.dead
        return True
    if error is not None:
        assert "as it was before" in str(error)
        assert "No space left" in str(error)
        assert error.path == str(path)
        assert disk.dead or names(path) == files
        with pytest.raises(ValueError, match="ended"):
            writer.put(document("20", "سلام"))
        engine.writer().rollback()  # the lock is free, and what was left behind is removed
        assert names(path) == files
    return committed


@pytest.mark.parametrize("dead", [False, True])
def test_whatever_step_fails_the_index_is_as_it_was(engine: Engine, tmp_path: Path, dead: bool):
    place = tmp_path / "copy"
    before, failed = answers(engine), 0
    for failing in count(1):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(tmp_path / "index", place)
        disk = Disk(failing, dead=dead)
        committed = _tried(place, disk)
        copy = open_engine("whoosh", str(place))
        assert copy.check() == []
        if disk.steps < failing:
            break
        # Some steps may fail without harm: a temporary file is made in another way.
        assert (answers(copy) == before) != committed, failing
        failed += not committed
    assert committed
    assert failed > 20, (failed, failing)
    assert answers(copy) != before
    put(copy, document("more", "سلام"))
    assert copy.stats("body").documents == 13


def test_an_interrupt_in_the_middle_of_a_merge_leaves_the_last_commit(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before, files = answers(engine), names(tmp_path / "index")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(layout.FieldLayout, "finish", interrupt)
        with pytest.raises(KeyboardInterrupt):
            put(engine, document("new", "سلام"))
    assert answers(engine) == before
    assert names(tmp_path / "index") == files


FILL = """
import sys
from searchnews.engines import create_engine, open_engine
from searchnews.errors import IndexFolderError
from tests.engines.documents import COLUMNS, FIELDS, document
path = sys.argv[1]
engine = create_engine("whoosh", path, FIELDS, COLUMNS)
with engine.writer() as writer:
    writer.put(document("first", "سلام"))
try:
    while True:
        with engine.writer(memory=1 << 18) as writer:
            last = engine.stats("body").documents
            for number in range(400):
                id = f"{last}-{number}"
                writer.put(document(id, f"سلام وزير w{number} " * 40, hash=id))
except IndexFolderError as error:
    assert "No space left" in str(error) and path in str(error), error
assert engine.check() == []
documents = engine.stats("body").documents
assert documents == last, (documents, last)
with engine.writer() as writer:
    assert writer.delete("first")
assert engine.stats("body").documents == last - 1
print("whole", documents)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a file system")
def test_a_full_disk_is_told_and_leaves_the_last_commit(tmp_path: Path):
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        done = subprocess.run([sys.executable, "-c", FILL, str(place)], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("whole")
        assert "Warning" not in done.stderr
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a file system")
def test_an_index_that_cannot_be_written_to_can_be_read(tmp_path: Path):
    place = tmp_path / "still"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        put(create_engine("whoosh", str(place), FIELDS, COLUMNS), document("1", "سلام"))
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        engine = open_engine("whoosh", str(place))
        assert answers(engine)["documents"] == {"1": ("", "", "سلام".encode())}
        assert engine.check() == []
        with pytest.raises(IndexFolderError, match="cannot be written to"):
            engine.writer()
    finally:
        gc.collect()
        subprocess.run(["umount", "-l", place], check=True)
