import json

from searchnews.ingest.sources import BY_NAME, FORMATS


def missing(name, monkeypatch):
    monkeypatch.setattr("searchnews.ingest.sources.find_spec", lambda module: None if module == name else object())


def test_each_format_has_a_line_with_its_extensions(cli):
    lines = cli("formats").stdout.splitlines()
    for each in FORMATS:
        line = next(line for line in lines if line.startswith(f"{each.name} "))
        assert " ".join(f".{extension}" for extension in each.extensions) in line
        assert each.what in line


def test_the_columns_stand_below_each_other(cli):
    lines = cli("formats").stdout.splitlines()
    assert len({line.index(each.what) for line, each in zip(lines, FORMATS, strict=False)}) == 1


def test_a_format_that_is_not_installed_says_how_to(cli, monkeypatch):
    missing("pypdfium2", monkeypatch)
    line = next(line for line in cli("formats").stdout.splitlines() if line.startswith("pdf "))
    assert line.endswith("extra pdf, not installed: pip install 'searchnews[pdf]'")


def test_a_format_that_is_installed_says_by_which_extra(cli):
    line = next(line for line in cli("formats").stdout.splitlines() if line.startswith("pdf "))
    assert line.endswith("extra pdf, installed")


def test_json_says_what_is_installed(cli, monkeypatch):
    missing("docx", monkeypatch)
    found = {each["name"]: each for each in json.loads(cli("formats", "--json").stdout)["formats"]}
    assert set(BY_NAME) | {"gz", "bz2", "xz", "zst"} == set(found)
    assert found["docx"] == {
        "name": "docx",
        "what": BY_NAME["docx"].what,
        "extensions": ["docx"],
        "extra": "docx",
        "installed": False,
        "install": "pip install 'searchnews[docx]'",
    }
    assert found["html"]["installed"] is True
