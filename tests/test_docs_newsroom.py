"""docs/newsroom.md, run: every command of it gives what it shows."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import pytest

from searchnews.cli.app import COMMANDS
from searchnews.ingest.fetching import MAX_BYTES, MAX_REDIRECTS, TIMEOUT_S
from tests.test_readme import ROOT, timeless

PAGE = (ROOT / "docs" / "newsroom.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S)
SESSIONS = re.findall(r"^\$ searchnews (.+)\n((?:(?!\$ ).*\n)*)", "".join(CONSOLES), re.M)
NEW = {"id": "new", "title": "محادثات جديدة في جنيف", "text": "تبدأ غدا جولة جديدة من المحادثات.", "date": "2019-01-01"}


def run(arguments: str, place) -> str:
    command = [sys.executable, "-m", "searchnews", *shlex.split(arguments)]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def undated(text: str) -> str:
    return re.sub(r"20\d\d-\d\d-\d\dT[\d:]+\+00:00|\d+\.\d م\.ث", "N", timeless(text))


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> list[str]:
    """What all commands of the page say, one after the other, on an index of the sample corpus."""
    place = tmp_path_factory.mktemp("newsroom")
    (place / "corpus").symlink_to(ROOT / "corpus")
    (place / "more").mkdir()
    (place / "more" / "new.jsonl").write_text(json.dumps(NEW), encoding="utf-8")
    run("index", place)
    return [run(arguments, place) for arguments, _ in SESSIONS]


@pytest.mark.parametrize("number", range(len(SESSIONS)), ids=[arguments for arguments, _ in SESSIONS])
def test_each_command_gives_what_the_page_shows(number, said):
    assert undated(said[number]) == undated(SESSIONS[number][1])


def test_each_command_that_the_page_names_is_there():
    named = set(re.findall(r"searchnews ([a-z]+)", PAGE))
    assert named - set(COMMANDS) == set()


def test_the_limits_that_the_page_names_are_those_of_the_code():
    said = f"at most {MAX_REDIRECTS} redirects; within {TIMEOUT_S:.0f} seconds and {MAX_BYTES >> 20} MB"
    assert said in " ".join(PAGE.split())
