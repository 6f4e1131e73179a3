"""docs/cookbook.md: its commands are understood. The archive that they are asked of is not part of the project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from searchnews import create_index, read_articles
from tests.test_readme import ROOT

PAGE = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", PAGE, re.M)


@pytest.fixture(scope="module")
def workroom(tmp_path_factory) -> Path:
    """A folder with an index of the sample corpus, and a `searchnews` to be found first."""
    place = tmp_path_factory.mktemp("cookbook")
    with create_index(place / "index") as index:
        index.add_many(read_articles(ROOT / "corpus"))
    (place / "bin").mkdir()
    script = place / "bin" / "searchnews"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searchnews "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return place


def test_there_are_twenty_questions():
    assert re.findall(r"^## (\d+)\. ", PAGE, re.M) == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_understood(command, workroom):
    environment = {**os.environ, "PATH": f"{workroom / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", command], cwd=workroom, env=environment, capture_output=True, encoding="utf-8")
    assert done.stderr == ""
