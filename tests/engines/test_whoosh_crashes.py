"""A writer that dies leaves the last commit, whatever it was doing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from searchnews.engines import create_engine, open_engine
from searchnews.engines.base import Engine
from searchnews.engines.whoosh.policy import MOST_SEGMENTS
from searchnews.errors import IndexLockedError
from tests.engines.asking import documents
from tests.engines.crashing import IDS, state
from tests.engines.documents import COLUMNS, FIELDS, document

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by signal")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)


def _start(path: Path, first: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.engines.crashing", str(path), str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)


def _held(engine: Engine) -> dict[str, bytes]:
    with engine.searcher() as searcher:
        return {id: stored for id, (_, _, stored) in documents(searcher).items()}


def _committed(held: dict[str, bytes], at_least: int) -> int:
    """Give the number of the commit that left this, `at_least` or the one that was not acknowledged yet."""
    found = [commit for commit in (at_least, at_least + 1) if state(commit) == held]
    assert found, f"no commit from {at_least} on left {held}"
    return found[0]


def _kill_and_look(engine: Engine, path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    commit = 0
    for _ in range(kills):
        process = _start(path, commit + 1)
        assert process.stdout is not None
        acknowledged = int(process.stdout.readline())  # it works
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().decode().split("\n")[:-1]
        process.wait()
        process.stdout.close()
        acknowledged = int(rest[-1]) if rest else acknowledged
        commit = _committed(_held(engine), acknowledged)
        assert engine.check() == []


def test_a_writer_killed_anywhere_leaves_its_last_commit(engine: Engine, tmp_path: Path):
    _kill_and_look(engine, tmp_path, 20, seed=1)
    with engine.writer() as writer:
        writer.put(document("last", "سلام"))
    # What dead writers left is gone.
    segments = engine.stats("body").segments
    assert segments <= MOST_SEGMENTS
    assert len(list(tmp_path.iterdir())) <= 2 + 2 * segments


@pytest.mark.soak
def test_a_writer_killed_anywhere_leaves_its_last_commit_two_hundred_times(engine: Engine, tmp_path: Path):
    _kill_and_look(engine, tmp_path, 200, seed=2)


def test_the_lock_dies_with_its_process(engine: Engine, tmp_path: Path):
    script = (
        "import sys, time; from searchnews.engines import open_engine\n"
        "writer = open_engine('whoosh', sys.argv[1]).writer(); print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    with pytest.raises(IndexLockedError, match="another writer"):
        engine.writer()
    process.kill()
    process.wait()
    process.stdout.close()
    engine.writer().rollback()


def _watch(engine: Engine, path: Path, commits: int) -> None:
    """Open a searcher again and again while another process commits; each sees one commit, and never an older one."""
    with engine.searcher() as first:
        process = _start(path, 1)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        seen, output = 0, b""
        while seen < commits:
            output += process.stdout.read() or b""
            acknowledged = int(output.split(b"\n")[-2]) if b"\n" in output else 0
            assert process.poll() is None
            held, now = _held(engine), max(acknowledged, seen)
            # Others may have been made since we read which was acknowledged.
            seen = next(commit for commit in range(now, now + 500) if state(commit) == held)
        process.kill()
        process.wait()
        process.stdout.close()
        assert documents(first) == {}
    assert engine.check() == []


def test_readers_see_whole_commits_in_order_while_another_process_writes(engine: Engine, tmp_path: Path):
    _watch(engine, tmp_path, 50)


@pytest.mark.soak
def test_readers_see_whole_commits_in_order_over_five_hundred(engine: Engine, tmp_path: Path):
    _watch(engine, tmp_path, 500)


def test_a_searcher_lives_on_while_its_files_are_merged_and_removed(engine: Engine):
    with engine.writer() as writer:
        for number in range(IDS):
            writer.put(document(f"id{number}", "سلام"))
    with engine.searcher() as searcher:
        before = documents(searcher)
        for number in range(50):
            with engine.writer() as writer:
                writer.put(document(f"id{number % IDS}", f"وزير {number}"))
        assert documents(searcher) == before
        assert open_engine("whoosh", searcher._folder.path).stats("body").documents == IDS
