import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app

from . import fakes


def test_a_sound_index_is_called_so(cli):
    result = cli("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "index/: sound\n", "")


def test_damage_is_listed_and_the_status_is_1(cli, index):
    fakes.FakeIndex(index)._keep([searchnews.Article(id="damaged")])
    result = cli("check")
    assert result.exit_code == 1
    assert "is damaged" in result.stdout
    assert "\x1b" not in result.stdout


def test_json_gives_one_object(cli, index):
    assert json.loads(cli("check", "--json").stdout) == {"index": "index/", "sound": True, "problems": []}
    fakes.FakeIndex(index)._keep([searchnews.Article(id="damaged")])
    result = cli("check", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["sound"], len(found["problems"])) == (1, False, 1)


def test_an_index_that_is_not_there_is_an_error(cli):
    result = cli("check", "-i", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "built"
    with searchnews.create_index(folder, engine="whoosh") as index:
        index.add(searchnews.Article(id="1", title="السلام", text="محادثات السلام في جنيف"))
    return folder


@pytest.mark.parametrize("pattern", ["searchnews.json", "contents-*.json", "segment-*.sn"])
@pytest.mark.parametrize("at", [0, 0.3, 0.6, 0.999])
def test_a_changed_byte_of_any_file_is_noticed(built, pattern, at):
    file = next(Path(built).glob(pattern))
    data = bytearray(file.read_bytes())
    data[int(at * len(data))] ^= 1
    file.write_bytes(data)
    result = CliRunner().invoke(app, ["check", "-i", str(built)])
    assert result.exit_code in (1, 2)
    if result.exit_code == 1:
        assert file.name in result.stdout
        assert "--debug" not in result.stderr


def test_a_real_index_is_sound(built):
    result = CliRunner().invoke(app, ["check", "-i", str(built)])
    assert (result.exit_code, result.stdout) == (0, f"{built}: sound\n")


def test_damaged_saved_searches_are_noticed(built):
    (built / "saved.json").write_text("{broken", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "-i", str(built)])
    assert (result.exit_code, "saved.json is damaged" in result.stdout) == (1, True)
