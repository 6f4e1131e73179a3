"""What only a process of its own shows: pipes, locales, signals, terminals."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from searchnews.model import Article

from . import fakes

C_LOCALES = [
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX"},
    {"PYTHONIOENCODING": "latin-1"},
]


@pytest.fixture
def folder(tmp_path):
    return fakes.filled(tmp_path / "index")


def on_terminal(*args, env=None, columns=80):
    """Run the command with stdout on a terminal of its own; give what it wrote there."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    clean = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", **(env or {})}
    process = subprocess.Popen(fakes.command(*args), stdout=theirs, stderr=theirs, stdin=theirs, env=clean)
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        parts.append(part)
    process.wait(timeout=60)
    os.close(ours)
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("env", C_LOCALES)
def test_output_is_utf8_whatever_the_locale(folder, env):
    done = fakes.run("query", "السلام", "-i", folder, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").startswith("1. استئناف محادثات السلام\n")


@pytest.mark.parametrize("env", C_LOCALES)
def test_arguments_are_utf8_whatever_the_locale(folder, env):
    done = fakes.run("query", "السلام", "--json", "-i", folder, env=env)
    assert json.loads(done.stdout)["query"] == "السلام"


def test_errors_are_utf8_whatever_the_locale(folder):
    done = fakes.run("query", "سلام (", "-i", folder, env=C_LOCALES[0])
    assert "query: سلام (" in done.stderr.decode("utf-8")


def test_an_argument_that_is_not_utf8_is_no_crash(folder):
    done = fakes.run("query", b"\xff\xfe", "-i", folder)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    many = [Article(id=str(n), title="السلام", text="السلام " * 50) for n in range(2000)]
    folder = fakes.filled(tmp_path / "index", many)
    process = subprocess.Popen(
        fakes.command("query", "السلام", "-n", "2000", "-i", folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline()
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), stderr) == (0, b"")


def test_a_pipe_closed_before_the_first_byte_is_no_error(folder):
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        fakes.command("query", "السلام", "-i", folder), stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_one_line(folder, unbuffered):
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            fakes.command("query", "السلام", "-i", folder),
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            timeout=60,
            check=False,
        )
    assert process.returncode == 2
    assert process.stderr.count(b"\n") == 1


def test_a_closed_stdout_is_no_crash(folder):
    shell = "exec " + " ".join(f"'{part}'" for part in fakes.command("query", "السلام", "-i", folder)) + " >&-"
    process = subprocess.run(["/bin/sh", "-c", shell], stderr=subprocess.PIPE, timeout=60, check=False)
    assert b"Traceback" not in process.stderr


def test_ctrl_c_ends_a_load_with_130_and_one_line(folder):
    process = subprocess.Popen(
        fakes.command("index", "-", "-i", folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until_reading(process)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, b"")
    assert stderr == b"searchnews: interrupted; the index is as it was before\n"


def wait_until_reading(process):
    """Wait for the process to sleep in its read of standard input."""
    for _ in range(100):
        time.sleep(0.05)
        try:
            if "pipe" in Path(f"/proc/{process.pid}/wchan").read_text():
                return
        except OSError:
            continue  # not Linux, or not allowed to look: five seconds will do


def test_a_module_run_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "searchnews", "--version"], capture_output=True, timeout=60, check=True
    )
    assert done.stdout.startswith(b"searchnews ")


def test_a_terminal_gets_colour(folder):
    assert "\x1b[1;35mالسلام\x1b[0m" in on_terminal("query", "السلام", "-i", folder)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_can_do_without_colour(folder, env):
    page = on_terminal("query", "السلام", "-i", folder, env=env)
    assert "\x1b" not in page
    assert "    استئناف محادثات السلام\n" in page


def test_an_empty_no_color_means_nothing(folder):
    assert "\x1b[" in on_terminal("query", "السلام", "-i", folder, env={"NO_COLOR": ""})


def test_pages_are_as_wide_as_the_terminal(tmp_path):
    folder = fakes.filled(tmp_path / "index", [Article(id="1", title="خبر", text="السلام " * 40)])
    page = on_terminal("query", "السلام", "-i", folder, "--color", "never", columns=50)
    assert 44 <= max(map(len, page.splitlines())) <= 50


def test_json_on_a_terminal_is_indented(folder):
    page = on_terminal("query", "السلام", "--json", "-i", folder)
    assert '\n  "total": 2,\n' in page
    assert json.loads(page)["total"] == 2


def test_vte_is_told_the_direction_of_arabic_lines(folder):
    assert "\x1b[2 k" in on_terminal("query", "السلام", "-i", folder, env={"VTE_VERSION": "7600"})


def test_bidi_off_tells_vte_nothing(folder):
    assert "\x1b[2 k" not in on_terminal("query", "السلام", "-i", folder, "--bidi", "off", env={"VTE_VERSION": "7600"})


def test_an_unknown_terminal_gets_logical_order(folder):
    assert "استئناف" in on_terminal("query", "السلام", "-i", folder)


def test_a_load_on_a_terminal_leaves_nothing_but_its_line(folder, tmp_path):
    (tmp_path / "one.jsonl").write_text('{"id": "n", "text": "x"}\n')
    page = on_terminal("index", str(tmp_path / "one.jsonl"), "-i", folder)
    assert page.rstrip("\n").splitlines()[-1].endswith("0 skipped in 0.2 seconds")
