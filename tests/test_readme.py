"""The README's promises, run: what it shows is what comes out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)


@pytest.fixture(scope="module")
def workroom(tmp_path_factory):
    """A folder with the sample corpus, and what the README's shell session made of it and said."""
    place = tmp_path_factory.mktemp("readme")
    (place / "corpus").symlink_to(ROOT / "corpus")
    said = [run(command, place) for command, _ in sessions()]
    return place, said


def run(command: str, place: Path) -> str:
    arguments = [sys.executable, "-m", *shlex.split(command)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SEARCHNEWS")} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(arguments, cwd=place, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def timeless(text: str) -> str:
    """Put a fixed time for every time that a machine took."""
    return re.sub(r"\d[\d,]*(?:\.\d+)? (ms|seconds)\b", r"N \1", text).strip()


def shown(kind: str) -> list[str]:
    return [body for name, body in FENCES if name == kind]


def sessions() -> list[tuple[str, str]]:
    """Every command that a console block of the README shows, with the output shown for it."""
    parts = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", "".join(shown("console")), re.M)
    return [(command, output) for command, output in parts]


def test_the_shell_session_gives_what_the_readme_shows(workroom):
    for (command, shown_output), output in zip(sessions(), workroom[1], strict=True):
        assert timeless(output) == timeless(shown_output), command


def test_the_python_session_gives_what_the_readme_shows(workroom):
    script = workroom[0] / "session.py"
    script.write_text(shown("python")[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=workroom[0], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert timeless(done.stdout) == timeless(shown("text")[0])


def test_the_readme_shows_a_session_of_either_kind():
    assert sessions()
    assert len(shown("python")) >= 2


def test_the_second_python_example_runs(workroom):
    script = workroom[0] / "app.py"
    script.write_text(shown("python")[1].replace("my-index", "index"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=workroom[0], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("وزير", "الوزير وبالوزير للوزير"),
        ("محادثات", "مُحَادَثَات محـــادثات ﻣﺤﺎﺩﺛﺎﺕ"),
        ("فلسطين", "الفلسطينيون فلسطينية"),
        ("مسؤول", "مسئول المسؤولين"),
        ("مدرسه", "مدرسة"),
        ("1234.5", "1,234.5 ١٬٢٣٤٫٥"),
    ],
)
def test_each_line_of_the_table_of_words_holds(asked, found):
    from searchnews.arabic import analyzer

    forms = analyzer().forms
    assert {forms(word).stem for word in found.split()} == {forms(asked).stem}


@pytest.mark.parametrize("word", ["فلسطين", "لبنان", "إيران", "إعلان"])
def test_words_that_the_readme_calls_whole_stay_whole(word):
    from searchnews.arabic import analyzer

    assert analyzer().forms(word).stem == analyzer().fold(word)


def test_the_root_joins_the_plural_that_the_readme_names():
    from searchnews.arabic import analyzer

    assert analyzer().forms("المدارس").root == analyzer().forms("مدرسة").root


def queries() -> list[str]:
    return re.findall(r"^    searchnews query (.+?)  +\S", README, re.M)


@pytest.mark.parametrize("arguments", queries())
def test_each_query_of_the_readme_is_understood(arguments, workroom):
    done = subprocess.run(
        [sys.executable, "-m", "searchnews", "query", *shlex.split(arguments)],
        cwd=workroom[0],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
