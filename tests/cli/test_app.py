import re

import pytest

from searchnews._version import __version__
from searchnews.cli.app import COMMANDS

ARABIC = re.compile("[\u0600-\u06ff]{3}")


def test_the_version_is_told(cli):
    assert cli("--version").stdout == f"searchnews {__version__}\n"


def test_the_help_lists_the_commands_in_order(cli):
    text = cli("--help").stdout
    places = [text.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_an_example(cli, name):
    text = cli(name, "--help").stdout
    assert f"Usage: searchnews {name}" in text
    assert f"  searchnews {name} " in text[text.index("Examples:") :]


@pytest.mark.parametrize("name", ["index", "query", "analyze"])
def test_examples_that_take_text_are_arabic(cli, name):
    text = cli(name, "--help").stdout
    assert ARABIC.search(text[text.index("Examples:") :])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(cli, name):
    import searchnews.cli.app

    command = searchnews.cli.app.app.get_command(None, name)
    options = [param for param in command.params if param.param_type_name == "option"]
    assert all(option.help for option in options)


def test_an_unknown_command_is_one_line_and_what_to_do(cli):
    result = cli("find", "x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "searchnews: No such command 'find'.\nSee 'searchnews --help'.\n"


def test_a_bare_command_shows_the_help(cli):
    result = cli()
    assert (result.exit_code, "Commands:" in result.output) == (2, True)


def test_a_fault_of_ours_is_one_line_too(cli):
    result = cli("query", "عطل")
    assert result.exit_code == 2
    assert result.stderr == (
        "searchnews: internal error: KeyError: 'a fault'\n"
        "This is a fault of searchnews. Run it again with --debug, and report what it says.\n"
    )


@pytest.mark.parametrize("args", [("--debug", "query", "عطل"), ("query", "عطل", "--debug")])
def test_debug_shows_the_traceback(cli, args):
    result = cli(*args)
    assert result.exit_code == 2
    assert "Traceback (most recent call last)" in result.stderr


def test_debug_can_come_from_the_environment(cli):
    assert "Traceback" in cli("query", "عطل", env={"SEARCHNEWS_DEBUG": "1"}).stderr


def test_an_interruption_is_one_line_and_status_130(cli):
    result = cli("query", "قطع")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "searchnews: interrupted\n")


def test_an_error_message_cannot_send_control_sequences(cli):
    assert "\x1b" not in cli("query", "السلام", "-i", "no\x1b[2Jwhere").stderr
