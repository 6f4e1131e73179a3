"""The apps of examples/, each run as its reader would."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import searchnews
from searchnews import Article, SavedSearches

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
HOSTILE = Article(
    id="hostile",
    title='<script>alert("محادثات")</script>',
    text='قال "المبعوث" <img src=x onerror=alert(1)> إن محادثات السلام & غيرها مستمرة.',
    source="<b>وكالة</b>",
    date="2018-03-05",
)


@pytest.fixture
def folder(tmp_path):
    with searchnews.create_index(tmp_path / "index") as index:
        index.add_many([HOSTILE, Article(id="2", title="أسعار النفط", text="ارتفعت أسعار النفط.")])
    return tmp_path / "index"


def run(name: str, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / name), *map(str, args)]
    environment = {name: value for name, value in os.environ.items() if name != "SMTP_HOST"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")


def module(name: str):
    found = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_each_app_of_the_folder_is_listed_and_named_here():
    apps = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".ipynb")}
    assert apps == set(re.findall(r"\]\((\S+?)\)", (EXAMPLES / "README.md").read_text(encoding="utf-8")))
    assert all(name in Path(__file__).read_text(encoding="utf-8") for name in (Path(app).stem for app in apps))


class TestScript:
    def test_it_prints_hits_with_their_passages(self, folder):
        done = run("search.py", folder, "النفط")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("1. أسعار النفط (بلا تاريخ)\n")
        assert "[النفط]" in done.stdout

    def test_nothing_found_is_status_1_and_a_mistake_2(self, folder):
        assert [run("search.py", folder, query).returncode for query in ("قمر", "(")] == [1, 2]


class TestNotebook:
    def test_all_cells_of_explore_run_in_order(self, monkeypatch, capsys):
        cells = json.loads((EXAMPLES / "explore.ipynb").read_text(encoding="utf-8"))["cells"]
        monkeypatch.chdir(ROOT)
        names: dict[str, object] = {}
        for cell in cells:
            if cell["cell_type"] == "code":
                assert not cell["outputs"]
                exec("".join(cell["source"]), names)
        said = capsys.readouterr().out
        assert "السلام" in said
        assert re.search(r"^20\d\d +\d+\.\d%", said, re.M)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, dict[str, str | None]] = {}

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.setdefault(tag, dict(attrs))


class TestWebApp:
    @pytest.fixture
    def page(self, folder):
        pytest.importorskip("flask", reason="the web page needs Flask: pip install '.[examples]'")
        return module("web_app").create_app(str(folder)).test_client()

    def test_the_page_is_arabic_from_right_to_left(self, page):
        elements = _Elements()
        elements.feed(page.get("/").text)
        assert elements.attributes["html"] == {"lang": "ar", "dir": "rtl"}

    def test_what_an_article_says_is_no_markup(self, page):
        text = page.get("/?q=محادثات").text
        elements = _Elements()
        elements.feed(text)
        assert "img" not in elements.tags
        assert "b" not in elements.tags
        assert elements.tags.count("script") == 1
        assert "&lt;script&gt;alert(&#34;<mark>محادثات</mark>&#34;)&lt;/script&gt;" in text
        assert "&lt;b&gt;وكالة&lt;/b&gt;" in text

    def test_what_is_asked_is_no_markup(self, page):
        text = page.get("/", query_string={"q": '"><script>x</script>'}).text
        assert "<script>x" not in text

    def test_a_mistake_in_the_query_is_told_on_the_page(self, page):
        answer = page.get("/", query_string={"q": "سلام ("})
        assert (answer.status_code, "لم يُفهم السؤال عند «(»" in answer.text) == (200, True)

    def test_completion_is_json(self, page):
        assert page.get("/suggest?q=أسع").json[0] == "أسعار"
        assert page.get("/suggest?q=" + "س" * 300).status_code == 400


class TestCronAlert:
    def test_it_loads_and_tells_once(self, folder, tmp_path):
        with searchnews.open_index(folder) as index:
            SavedSearches(index).save("مفاوضات", "+محادثات")
        archive = tmp_path / "archive"
        archive.mkdir()
        (archive / "a.txt").write_text("محادثات جديدة\n\nبدأت اليوم محادثات أخرى.\n", encoding="utf-8")
        first, second = (run("cron_alert.py", archive, folder, "desk@example.org") for _ in range(2))
        assert (first.returncode, second.returncode) == (0, 0), first.stderr
        assert first.stdout.startswith("جديد: مفاوضات (1)\n")
        assert "* محادثات جديدة" in first.stdout
        assert second.stdout == ""

    def test_what_could_not_be_mailed_stays_new(self, folder, tmp_path, monkeypatch):
        with searchnews.open_index(folder) as index:
            SavedSearches(index).save("مفاوضات", "+محادثات")
        (tmp_path / "a.txt").write_text("محادثات جديدة\n\nبدأت.\n", encoding="utf-8")
        app = module("cron_alert")

        def refuse(message):
            raise OSError("no mail server")

        monkeypatch.setattr(app, "send", refuse)
        with pytest.raises(OSError, match="no mail server"):
            app.main(str(tmp_path / "a.txt"), str(folder), "desk@example.org")
        assert "مفاوضات (1)" in run("cron_alert.py", tmp_path / "a.txt", folder, "desk@example.org").stdout


class TestEvaluation:
    def test_it_measures_both_settings(self):
        pytest.importorskip("ir_measures", reason="measuring needs ir-measures: pip install '.[eval]'")
        done = run("evaluation.py", "corpus/")
        assert done.returncode == 0, done.stderr
        figures = re.findall(r"nDCG@10 (0\.\d{4})$", done.stdout, re.M)
        assert len(figures) == 2
        assert all(float(figure) > 0.8 for figure in figures)
