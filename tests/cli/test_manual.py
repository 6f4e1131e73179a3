import os
import re
import shutil
import subprocess
import sys

import click
import pytest

from searchnews.cli.app import COMMANDS, app


def unescaped(page):
    return " ".join(re.sub(r"^\\&", "", page.replace("\\-", "-").replace("\\e", "\\"), flags=re.M).split())


@pytest.fixture
def page(cli):
    result = cli("man")
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_says_of_each_command_what_its_help_says(page, name):
    said = unescaped(page)
    with click.Context(app, info_name="searchnews") as above:
        command = app.get_command(above, name)
        with click.Context(command, info_name=name, parent=above) as ctx:
            assert " ".join(["searchnews", name, *command.collect_usage_pieces(ctx)]) in said
            for paragraph in re.split(r"\n\s*\n", command.help):
                assert " ".join(paragraph.split()) in said
            for parameter in command.get_params(ctx):
                if record := parameter.get_help_record(ctx):
                    assert " ".join(f"{record[0]} {record[1]}".split()) in said
            for line in command.epilog.replace("\b", "").splitlines():
                assert " ".join(line.split()) in said


def test_every_option_of_the_help_is_in_the_manual(cli, page):
    said = unescaped(page)
    for name in COMMANDS:
        options = set(re.findall(r"--[a-z-]+", cli(name, "--help").stdout))
        assert {option for option in options if option not in said} == set()


def test_no_line_is_taken_for_a_request_by_accident(page):
    requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".nf", ".fi", "'\\\""}


def test_the_manual_names_every_variable_of_the_environment_that_the_help_names(cli, page):
    for name in COMMANDS:
        for variable in re.findall(r"SEARCHNEWS_[A-Z]+", cli(name, "--help").stdout):
            assert f".B {variable}" in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_reads_the_manual_without_a_word(page):
    command = ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z"]
    done = subprocess.run(command, input=page.encode(), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(cli, shell):
    script = cli("completion", shell).stdout
    assert f"_SEARCHNEWS_COMPLETE={shell}_complete" in script


def test_the_shell_is_the_one_in_use(cli):
    assert "zsh_complete" in cli("completion", env={"SHELL": "/usr/bin/zsh"}).stdout


def test_an_unknown_shell_is_refused(cli):
    result = cli("completion", env={"SHELL": "/bin/tcsh"})
    assert (result.exit_code, "bash, zsh, fish" in result.stderr) == (2, True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_accepts_its_script(cli):
    script = cli("completion", "bash").stdout
    assert subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [("searchnews qu", "plain,query"), ("searchnews query --str", "plain,--strict")],
)
def test_what_the_script_asks_is_answered(words, found):
    asked = {
        "_SEARCHNEWS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    command = [sys.executable, "-m", "searchnews"]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True)
    assert done.stdout.splitlines() == [found]
