"""Messages in English and Arabic."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from contextvars import copy_context

import click
import pytest
from click.testing import CliRunner

from searchnews import messages
from searchnews.cli.app import COMMANDS, app
from searchnews.cli.failures import NEXT_STEPS
from searchnews.cli.language import wished
from searchnews.messages import LANGUAGES, counted, language_of, plural, speak, told, translated

from . import spoken

ARABIC = re.compile("[\u0600-\u06ff]")
GAPS = re.compile(r"\{(\d*)\}")


def in_arabic(call, *args):
    """Call in Arabic, and leave the language as it was."""

    def speaking():
        speak("ar")
        return call(*args)

    return copy_context().run(speaking)


def is_known(message: str) -> bool:
    """Tell whether a message has an Arabic form, as a whole or by its parts."""
    filled = re.sub(r"\{\}", "7", message)
    return in_arabic(translated, filled) != filled  # which may hold an Arabic word itself


def test_the_examples_hold():
    assert doctest.testmod(messages).failed == 0


def test_no_message_of_the_code_is_missing_in_arabic():
    found = spoken.messages()
    assert len(found) > 80
    assert {text: place for text, place in found.items() if not is_known(text)} == {}


def test_no_message_that_counts_is_missing_in_arabic():
    found = spoken.counted()
    assert found
    assert {text: place for text, place in found.items() if text not in messages._arabic_counted()} == {}


def test_no_next_step_is_missing_in_arabic():
    assert [step for _, step in NEXT_STEPS if not is_known(step)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_summary_and_every_option_is_told_in_arabic(name):
    command = in_arabic(app.get_command, None, name)
    helps = [param.help for param in command.params if isinstance(param, click.Option)]
    assert [text for text in [command.short_help, command.help, *helps] if not ARABIC.search(text)] == []


def paragraphs(text):
    return [block for block in re.split(r"\n\s*\n", (text or "").strip()) if block]


def untranslated(command):
    """Give what the help of a command says, other than what is typed in examples, that no row has in Arabic."""
    said = [" ".join(block.split()) for block in paragraphs(command.help)]
    for block in paragraphs(command.epilog):
        if not block.startswith("\b"):
            said.append(" ".join(block.split()))
            continue
        _, heading, *lines = block.splitlines()
        said.append(heading)
        if heading != "Examples:":
            parts = [re.split(" {2,}", line.strip())[-1] for line in lines]
            said += [part for part in parts if re.match(r"[A-Za-z]+ ", part)]
    return [text for text in said if text not in messages._arabic()]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_paragraph_of_the_help_is_told_in_arabic(name):
    assert untranslated(app.get_command(None, name) if name else app) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_in_arabic_keeps_what_is_typed_and_nothing_else_in_english(name):
    english, arabic = app.get_command(None, name), in_arabic(app.get_command, None, name)
    typed = [line for line in english.epilog.splitlines() if line.startswith("  searchnews ")]
    assert [line for line in typed if line not in arabic.epilog.splitlines()] == []
    assert not [block for block in paragraphs(arabic.help) if not ARABIC.search(block)]


def test_what_is_added_to_an_option_is_told_in_arabic():
    said = run("query", "--help").stdout
    assert "[المعتاد: relevance]" in said
    assert not re.search(r"default:|env var:|Show this message", said)


def test_every_row_fills_the_gaps_of_its_english():
    for english, arabic in messages._arabic().items():
        places = [int(name) if name else at for at, name in enumerate(GAPS.findall(arabic))]
        assert sorted(places) == list(range(english.count("{}"))), english


def test_every_row_that_counts_has_six_forms_with_gaps_that_are_there():
    for english, forms in messages._arabic_counted().items():
        assert list(forms) == ["zero", "one", "two", "few", "many", "other"]
        for form in forms.values():
            form.format(*range(english.count("{}")))


def test_no_message_has_two_arabic_forms():
    rows = [row[0] for name in ("ar.tsv", "ar-counted.tsv") for row in messages._rows(name)]
    assert sorted(rows) == sorted(set(rows))


@pytest.mark.parametrize(
    ("count", "form"),
    [
        *((0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (26, "many"), (99, "many")),
        *((100, "other"), (101, "other"), (102, "other"), (103, "few"), (110, "few"), (111, "many"), (1000, "other")),
    ],
)  # the samples of CLDR's plural rules for ar
def test_the_plural_is_that_of_cldr(count, form):
    assert plural(count) == form


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا مقال يطابق"),
        (1, "مقال واحد يطابق"),
        (2, "مقالان يطابقان"),
        (3, "3 مقالات تطابق"),
        (11, "11 مقالًا يطابق"),
        (1100, "1,100 مقال يطابق"),
    ],
)
def test_matches_are_counted_in_arabic(count, said):
    assert in_arabic(counted, "{} match", "{} matches", count) == said


def test_what_fills_a_message_is_translated_too():
    line = (
        "this version does not know how it was made (is damaged); build it again with `searchnews index PATH --rebuild`"
    )
    assert in_arabic(translated, line) == (
        "لا يعرف هذا الإصدار كيف صُنع (تالف)؛ أعد بناءه بـ `searchnews index PATH --rebuild`"
    )


def test_what_has_no_arabic_form_is_said_as_it_is():
    assert in_arabic(translated, "Something new.") == in_arabic(told, "Something new.") == "Something new."


def test_english_is_said_as_it_stands():
    assert translated("interrupted") == told("interrupted") == "interrupted"


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="ar and en"):
        speak("fr")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "ar"}, "ar"),
        ({"LANG": "arn_CL"}, "en"),
        ({"LANG": "ar_EG", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "ar_SA"}, "ar"),
        ({"LANG": "fr_FR"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment, language):
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("args", "environment", "language"),
    [
        (["query", "x", "--lang", "ar"], {}, "ar"),
        (["--lang=ar", "query"], {}, "ar"),
        (["query", "--lang", "en"], {"LANG": "ar_EG"}, "en"),
        (["query", "--lang", "en"], {"SEARCHNEWS_LANG": "ar"}, "en"),
        (["query"], {"SEARCHNEWS_LANG": "en", "LANG": "ar_EG"}, "en"),
        (["query", "--", "--lang", "ar"], {}, "en"),
        (["query", "--lang"], {}, "en"),
    ],
)
def test_the_option_wins_over_the_environment_and_that_over_the_locale(args, environment, language):
    assert wished(args, environment) == language


def run(*args, lang="ar"):
    """Run a command line in a context of its own: the language of a run is no one else's."""
    return copy_context().run(CliRunner().invoke, app, [*args, "--lang", lang])


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("محادثات السلام\n\nبدأت المحادثات.\n", encoding="utf-8")


def test_a_load_and_a_search_are_told_in_arabic(corpus):
    assert run("index", "a.txt").stdout.startswith("أُضيف 1، وحُدّث 0")
    assert run("query", "محادثات").stdout.splitlines()[-1].startswith("مقال واحد يطابق، في ")


def test_an_error_and_the_next_step_are_told_in_arabic(corpus):
    run("index", "a.txt")
    assert run("query", "(").stderr.splitlines() == [
        "searchnews: هذا القوس لم يُغلق؛ أضف ) أو احذفه",
        "  query: (",
        "         ^",
        "لما يجوز في السؤال انظر 'searchnews query --help'.",
    ]


def test_a_mistake_on_the_command_line_is_told_in_arabic(corpus):
    assert run("query", "x", "--limmit").stderr.startswith("searchnews: لا خيار اسمه '--limmit'.")
    assert run("stats").stderr.startswith("searchnews: ")
    assert "ليس في المجلد فهرس" in run("stats", "-i", ".").stderr


def test_json_is_the_same_in_either_language(corpus):
    run("index", "a.txt")
    assert {run("stats", "--json", lang=language).stdout for language in LANGUAGES} == {run("stats", "--json").stdout}


def test_figures_stand_before_their_arabic_names(corpus):
    run("index", "a.txt")
    assert re.search(r"^1 +المقالات$", run("stats").stdout, re.M)


def test_help_has_arabic_headings_and_summaries():
    said = run("query", "--help").stdout
    assert said.startswith("الاستعمال: searchnews query ")
    assert "\nالخيارات:\n" in said
    assert "يجد المقالات ويعرضها" in said
    assert "\n  قد يكون في السؤال:\n" in said
    assert "\n  أمثلة:\n" in said


def test_help_in_arabic_leaves_the_next_run_its_english():
    run("query", "--help")
    assert run("query", "--help", lang="en").stdout.startswith("Usage: searchnews query")


def test_a_page_in_arabic_is_set_from_the_right(corpus):
    run("index", "a.txt")
    page = run("query", "محادثات", "--color", "always", "--bidi", "on").stdout
    assert page.splitlines()[-1].startswith("    ")


def test_a_process_speaks_as_its_locale_says(corpus):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "SEARCHNEWS"))}
    done = subprocess.run(
        [sys.executable, "-m", "searchnews", "find"],
        env={**environment, "LANG": "ar_EG.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stderr.startswith("searchnews: لا أمر اسمه 'find'.")
