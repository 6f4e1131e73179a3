import json
from pathlib import Path

import pytest

from . import fakes


def test_a_load_is_told_in_one_line(cli, lines):
    result = cli("index", lines({"id": "n", "text": "نص"}))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 added, 0 updated, 0 unchanged, 0 removed, 0 skipped in 0.2 seconds\n"


def test_json_gives_the_counts_as_one_object(cli, lines):
    result = cli("index", lines({"id": "n", "text": "نص"}, {"id": "a1", "text": "آخر"}), "--json")
    assert json.loads(result.stdout) == {
        "added": 1, "updated": 1, "unchanged": 0, "removed": 0, "skipped": 0, "seconds": 0.25, "repaired": 0,
        "documents": 3, "index": "index/",
    }  # fmt: skip


def test_corpus_is_read_when_no_path_is_given(cli, lines, tmp_path):
    Path(lines({"id": "n", "text": "نص"})).rename(tmp_path / "corpus")
    assert cli("index").stdout.startswith("1 added")


def test_an_index_is_made_where_there_is_none(cli, lines, tmp_path):
    cli("index", lines({"id": "n", "text": "نص"}), "-i", "deep/new")
    assert [one.id for one in fakes.open_index(tmp_path / "deep/new").articles()] == ["n"]


def test_records_come_from_standard_input(cli):
    assert cli("index", "-", input='{"id": "n", "text": "نص"}\n').stdout.startswith("1 added")


def test_fields_are_mapped(cli, lines, index):
    cli("index", lines({"id": "n", "المتن": "نص", "h": "عنوان"}), "--map", "text=المتن", "--map", "title = h")
    article = fakes.open_index(index).get("n")
    assert (article.title, article.text) == ("عنوان", "نص")


@pytest.mark.parametrize("pair", ["text", "=content", "text=", "body=content", "path=x", "extra=x"])
def test_a_bad_map_is_a_usage_error(cli, lines, pair):
    result = cli("index", lines(), "--map", pair)
    assert result.exit_code == 2
    assert result.stderr.startswith("searchnews: Invalid value for '--map'")


def test_a_field_mapped_twice_is_a_usage_error(cli, lines):
    result = cli("index", lines(), "--map", "text=a", "--map", "text=b")
    assert (result.exit_code, "given twice" in result.stderr) == (2, True)


def test_skipped_records_are_told_on_stderr(cli, lines):
    result = cli("index", lines("{", {"id": "n", "text": "نص"}))
    assert result.exit_code == 0
    assert "1 skipped" in result.stdout
    assert result.stderr == "searchnews: 1 record was skipped; list them with --report FILE\n"


def test_the_report_lists_every_problem(cli, lines, tmp_path):
    path = lines("{", {"id": "n", "text": "نص", "dirty": True})
    result = cli("index", path, "--report", "bad.jsonl")
    assert result.stderr == "searchnews: 1 record was skipped; listed in bad.jsonl\n"
    assert [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text("utf-8").splitlines()] == [
        {"path": path, "line": 1, "reason": "not JSON", "kind": "skipped", "count": 1},
        {"path": path, "line": 2, "reason": "mojibake", "kind": "repaired", "count": 2},
        {"path": path, "line": 2, "reason": "entities", "kind": "repaired", "count": 2},
    ]


def test_a_record_repaired_in_two_ways_counts_once(cli, lines):
    record = {"id": "n", "text": "نص", "dirty": True}
    result = cli("index", lines(record, {**record, "id": "m"}), "--json")
    assert json.loads(result.stdout)["repaired"] == 2


def test_repairs_are_told_in_the_line(cli, lines):
    assert "0 skipped (1 repaired)" in cli("index", lines({"id": "n", "text": "نص", "dirty": True})).stdout


def test_a_report_that_cannot_be_written_stops_before_the_load(cli, lines, index):
    result = cli("index", lines({"id": "n", "text": "نص"}), "--report", "no/such/folder.jsonl")
    assert result.exit_code == 2
    assert fakes.open_index(index).get("n") is None


def test_strict_stops_at_the_first_bad_record(cli, lines, index):
    path = lines({"id": "n", "text": "نص"}, "{")
    result = cli("index", path, "--strict")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"searchnews: {path}:2: not JSON\nNothing was changed.")
    assert fakes.open_index(index).get("n") is None


def test_a_first_load_that_fails_leaves_no_index_behind(cli, lines, tmp_path):
    cli("index", lines("{"), "--strict", "-i", "new")
    assert not (tmp_path / "new").exists()


def test_a_first_load_that_fails_leaves_other_files_alone(cli, lines, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new/README.md").write_text("notes")
    cli("index", lines("{"), "--strict", "-i", "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["README.md"]


def test_prune_removes_what_is_gone_from_the_paths(cli, lines, index):
    cli("index", lines({"id": "n", "text": "نص"}, {"id": "m", "text": "نص"}))
    result = cli("index", lines({"id": "n", "text": "نص"}), "--prune")
    assert "1 removed" in result.stdout
    assert [one.id for one in fakes.open_index(index).articles()] == ["a1", "a2", "n"]


def test_prune_makes_no_sense_with_standard_input_alone(cli):
    assert cli("index", "-", "--prune", input="").exit_code == 2


def test_rebuild_starts_over(cli, lines, index):
    cli("index", lines({"id": "n", "text": "نص"}), "--rebuild")
    assert [one.id for one in fakes.open_index(index).articles()] == ["n"]


def test_rebuild_makes_an_index_where_there_is_none(cli, lines, tmp_path):
    cli("index", lines({"id": "n", "text": "نص"}), "--rebuild", "-i", "new")
    assert fakes.index_exists(tmp_path / "new")


def test_rebuild_keeps_the_notes_in_the_folder(cli, lines, index):
    Path(index, "README.md").write_text("notes")
    cli("index", lines({"id": "n", "text": "نص"}), "--rebuild")
    assert Path(index, "README.md").read_text() == "notes"


def test_a_rebuild_that_fails_leaves_the_old_index(cli, lines, index):
    result = cli("index", lines({"id": "n", "text": "نص"}, "{"), "--rebuild", "--strict")
    assert result.exit_code == 2
    assert [one.id for one in fakes.open_index(index).articles()] == ["a1", "a2"]


@pytest.mark.parametrize("text", ["", "{"])
def test_a_rebuild_that_reads_nothing_is_refused_and_leaves_the_old_index(cli, tmp_path, index, text):
    (tmp_path / "nothing.jsonl").write_text(text)
    result = cli("index", str(tmp_path / "nothing.jsonl"), "--rebuild")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "left as it was" in result.stderr
    assert [one.id for one in fakes.open_index(index).articles()] == ["a1", "a2"]


def test_a_rebuild_leaves_no_folders_beside_the_index(cli, lines, index, tmp_path):
    path = lines({"id": "n", "text": "نص"}, "interrupt")
    before = sorted(entry.name for entry in tmp_path.iterdir())
    cli("index", path, "--rebuild")
    cli("index", lines({"id": "n", "text": "نص"}), "--rebuild")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before


def test_an_interrupted_load_says_so_in_one_line(cli, lines, index):
    result = cli("index", lines({"id": "n", "text": "نص"}, "interrupt"))
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "searchnews: interrupted; the index is as it was before\n"
    assert fakes.open_index(index).get("n") is None


def test_a_path_that_is_not_there_is_an_error(cli, tmp_path):
    result = cli("index", "nowhere", "-i", "new")
    assert result.exit_code == 2
    assert result.stderr.startswith("searchnews: nowhere: No such file or directory\n")
    assert not (tmp_path / "new").exists()


def test_nothing_to_index_is_said(cli, tmp_path):
    (tmp_path / "empty.jsonl").touch()
    result = cli("index", "empty.jsonl", "-i", "new")
    assert (result.exit_code, result.stderr) == (0, "searchnews: no articles found in empty.jsonl\n")


def test_no_progress_is_drawn_where_nobody_looks(cli, lines):
    assert cli("index", lines({"id": "n", "text": "نص"})).stderr == ""


def test_memory_is_given_in_megabytes_and_is_512_by_default(cli, lines):
    fakes.FakeIndex.memory_mb.clear()
    cli("index", lines({"id": "n", "text": "نص"}), "--memory", "64")
    cli("index", lines({"id": "n", "text": "نص"}))
    assert fakes.FakeIndex.memory_mb == [64, 512]


def test_no_memory_at_all_is_a_usage_error(cli, lines):
    assert cli("index", lines(), "--memory", "0").exit_code == 2
