"""`searchnews index --watch`, in a process of its own."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app
from searchnews.cli.loading import Load
from searchnews.cli.watching import check_watchable

pytest.importorskip("watchfiles", reason="watching needs watchfiles: pip install 'searchnews[watch]'")


@pytest.fixture
def archive(tmp_path):
    place = tmp_path / "archive"
    place.mkdir()
    write(place / "first.txt", "أول")
    return place


def write(file: Path, title: str) -> None:
    file.write_text(f"{title}\n\nنص {title} كله.\n", encoding="utf-8")


class Watching:
    """A process that watches; `line` waits for what it says next of a load."""

    def __init__(self, archive: Path, *options: str) -> None:
        self.index = archive / "index"  # within what is watched: its own files must not count
        command = [
            sys.executable,
            "-m",
            "searchnews",
            "index",
            str(archive),
            "-i",
            str(self.index),
            "--watch",
            "--json",
        ]
        self.process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.first = self.line()
        while b"watching" not in self.process.stderr.readline():  # what the first load skipped is said before
            assert self.process.poll() is None
        time.sleep(0.5)  # the system is asked to watch right after this was said

    def line(self) -> dict:
        return json.loads(self.process.stdout.readline())

    def end(self, number: int = signal.SIGINT) -> tuple[int, bytes, bytes]:
        self.process.send_signal(number)
        stdout, stderr = self.process.communicate(timeout=60)
        return self.process.returncode, stdout, stderr

    def titles(self) -> set[str]:
        with searchnews.open_index(self.index) as index:
            return {article.title for article in index.articles()}


@pytest.fixture
def watching(archive):
    running: list[Watching] = []

    def start(*options: str) -> Watching:
        running.append(Watching(archive, *options))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.communicate()


def test_new_and_changed_files_are_taken_in_until_it_is_stopped(archive, watching):
    watched = watching()
    assert watched.first["added"] == 1
    write(archive / "second.txt", "ثان")
    assert watched.line()["added"] == 1
    write(archive / "second.txt", "ثالث")
    assert watched.line()["updated"] == 1
    assert watched.titles() == {"أول", "ثالث"}
    status, rest, said = watched.end()
    assert (status, rest) == (0, b"")
    assert b"the index is whole" in said


def test_a_folder_that_is_moved_there_is_taken_in(archive, tmp_path, watching):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere / "deep.txt", "عميق")
    watched = watching()
    elsewhere.rename(archive / "moved")
    assert watched.line()["added"] == 1


def test_a_file_that_nothing_reads_is_skipped_and_no_end(archive, watching):
    watched = watching()
    (archive / "odd.bin").write_bytes(b"\x00\x01\x02\xff" * 64)
    assert watched.line()["skipped"] == 1
    write(archive / "second.txt", "ثان")
    assert watched.line()["added"] == 1


def test_with_prune_a_folder_that_is_emptied_keeps_its_articles_until_something_is_there(archive, watching):
    watched = watching("--prune")
    (archive / "first.txt").unlink()
    time.sleep(3)
    assert watched.titles() == {"أول"}
    write(archive / "second.txt", "ثان")
    done = watched.line()
    assert (done["added"], done["removed"]) == (1, 1)


def test_with_prune_a_file_that_is_gone_takes_its_articles_along(archive, watching):
    watched = watching("--prune")
    write(archive / "second.txt", "ثان")
    watched.line()
    (archive / "first.txt").unlink()
    assert watched.line()["removed"] == 1
    assert watched.titles() == {"ثان"}


def test_what_changes_while_another_writes_is_loaded_afterwards(archive, watching):
    watched = watching()
    with searchnews.open_index(watched.index) as index, index._engine.writer():
        write(archive / "second.txt", "ثان")
        time.sleep(3)
    assert watched.line()["added"] == 1


def test_sigterm_ends_it_as_well(watching):
    assert watching().end(signal.SIGTERM)[0] == 0


def test_standard_input_cannot_be_watched(tmp_path):
    with pytest.raises(ValueError, match="standard input"):
        check_watchable(Load(("-",), str(tmp_path), {}))


def test_without_the_extra_it_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = CliRunner().invoke(app, ["index", str(tmp_path), "-i", str(tmp_path / "index"), "--watch"])
    assert (result.exit_code, "searchnews[watch]" in result.stderr) == (2, True)
    assert not (tmp_path / "index").exists()
