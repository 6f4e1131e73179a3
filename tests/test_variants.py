"""A user's own list of variants: in the folder of the index, or named."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app
from searchnews.model import Article

OWN = "# ours\nالدوري الممتاز|منافسات الأضواء\tour desk\n"


@pytest.fixture
def folder(tmp_path):
    with searchnews.create_index(tmp_path / "index") as index:
        index.add(Article(id="1", title="انطلاق منافسات الأضواء"))
    return tmp_path / "index"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(OWN, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def forms(folder, **options):
    with searchnews.open_index(folder, **options) as index:
        results = index.search("الدوري الممتاز", explain=True)
        return {part.term for hit in results for part in results.explain(hit)}


def test_a_list_in_the_folder_of_the_index_is_used_from_then_on(folder):
    assert "منافسات الاضواء" not in forms(folder)
    (folder / "variants.tsv").write_text(OWN, encoding="utf-8")
    assert "منافسات الاضواء" in forms(folder)


def test_a_list_that_is_named_is_used_instead(folder, file):
    (folder / "variants.tsv").write_text("الدوري الممتاز\tnone\n", encoding="utf-8")
    assert "منافسات الاضواء" not in forms(folder)
    assert "منافسات الاضواء" in forms(folder, variants=file)


def test_an_index_can_be_made_where_a_list_lies(tmp_path):
    (tmp_path / "variants.tsv").write_text(OWN, encoding="utf-8")
    with searchnews.create_index(tmp_path) as index:
        index.add(Article(id="1", title="انطلاق منافسات الأضواء"))
        assert index.search("الدوري الممتاز").total == 1
    assert searchnews.open_index(tmp_path).check() == []


def test_a_rebuilt_index_keeps_its_list(folder, tmp_path):
    (folder / "variants.tsv").write_text(OWN, encoding="utf-8")
    archive = tmp_path / "archive.jsonl"
    archive.write_text('{"id": "2", "title": "خبر", "text": "خبر قصير."}\n', encoding="utf-8")
    assert run("index", archive, "-i", folder, "--rebuild").exit_code == 0
    assert (folder / "variants.tsv").read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize("content", [b"\xff\xfe", "الدوري الممتاز|منافسات الأضواء".encode()])
def test_a_list_that_cannot_be_read_is_named(folder, content):
    (folder / "variants.tsv").write_bytes(content)
    with pytest.raises(searchnews.VariantsFileError, match=r"variants\.tsv"):
        searchnews.open_index(folder)


def test_a_list_that_is_not_there_is_named(folder, tmp_path):
    with pytest.raises(searchnews.VariantsFileError, match=r"missing\.tsv"):
        searchnews.open_index(folder, variants=tmp_path / "missing.tsv")


def test_the_command_line_takes_a_list_or_none(folder, file):
    asked = ("query", "الدوري الممتاز", "-i", folder, "--explain")
    assert "منافسات الاضواء" in run(*asked, "--variants", file).output
    assert "منافسات الاضواء" not in run(*asked, "--variants", file, "--no-variants").output


def test_the_command_line_tells_file_and_line_of_a_mistake(folder, file):
    file.write_text("# ours\nالدوري الممتاز\n", encoding="utf-8")
    said = run("query", "الدوري", "-i", folder, "--variants", file)
    assert said.exit_code == 2
    assert "own.tsv:2: " in said.output
