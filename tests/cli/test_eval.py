import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

import searchnews
from searchnews.cli.app import app

ARTICLES = [
    searchnews.Article(id="peace", title="محادثات السلام في جنيف", text="بدأ الوفدان أمس محادثات السلام."),
    searchnews.Article(id="oil", title="أسعار النفط ترتفع مجددا", text="صعد سعر خام النفط إلى سبعين دولارا."),
    searchnews.Article(id="cup", title="المنتخب يفوز بكأس آسيا", text="فاز المنتخب في المباراة النهائية."),
]


def run(*args):
    return CliRunner().invoke(app, ["eval", *map(str, args)])


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with an index, and with a collection: a query that is answered at once, and one at the second place."""
    for name in ("SEARCHNEWS_INDEX", "SEARCHNEWS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    with searchnews.create_index("index") as index:
        index.add_many(ARTICLES)
    (tmp_path / "set").mkdir()
    lines = (json.dumps({"id": a.id, "title": a.title, "text": a.text}) + "\n" for a in ARTICLES)
    (tmp_path / "set/docs.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "set/queries.tsv").write_text('q1\t"السلام\nq2\tأسعار النفط في المباراة\n', encoding="utf-8")
    (tmp_path / "set/qrels.txt").write_text("q1 0 peace 1\nq2 0 cup 1\n", encoding="utf-8")
    return tmp_path


NAMED = ("--queries", "set/queries.tsv", "--qrels", "set/qrels.txt")


def test_an_index_is_measured_with_queries_and_judgments(place):
    result = run(*NAMED, "--measures", "RR@10 R@100")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "collection  queries   RR@10   R@100  no hit  unjudged@10\n"
        "index             2  0.7500  1.0000       0        33.3%\n"
    )


def test_a_collection_is_measured_without_an_index(place):
    shown = run("set", "--measures", "RR@10").stdout.splitlines()
    assert shown[1].split() == ["set", "2", "0.7500", "0", "33.3%"]
    assert [path.name for path in place.iterdir()] in (["index", "set"], ["set", "index"])


def test_several_collections_have_their_mean_below(place):
    (place / "set").rename(place / "one")
    subprocess.run(["cp", "-r", "one", "two"], check=True)
    (place / "two/queries.tsv").write_text("q1\tالسلام\n", encoding="utf-8")
    result = run("one", "two", "--measures", "RR@10")
    assert [line.split()[:3] for line in result.stdout.splitlines()[1:]] == [
        ["one", "2", "0.7500"],
        ["two", "1", "1.0000"],
        ["mean", "0.8750"],
    ]
    assert result.stderr == "searchnews: two: judged queries that were not asked, not counted: 1 (q2)\n"


def test_an_index_that_is_named_is_asked_a_collections_queries(place):
    with searchnews.open_index("index") as index:
        index.delete("cup")
    result = run("set", "--index", "index", "--measures", "RR@10")
    assert result.stdout.splitlines()[1].split()[2] == "0.5000"
    assert "judged documents that are not in the index: 1 (cup)" in result.stderr


def test_json_gives_the_figures_and_what_did_not_fit(place):
    (place / "set/queries.tsv").write_text("q1\tالسلام\nq2\t؟!\nq3\tالنفط\n", encoding="utf-8")
    result = run(*NAMED, "--measures", "RR@10", "--json")
    assert json.loads(result.stdout) == {
        "evaluations": [
            {
                "name": "index",
                "measures": {"RR@10": 0.5},
                "queries": 2,
                "without_hit": ["q2"],
                "without_relevant": [],
                "without_judgment": ["q3"],
                "not_asked": [],
                "refused": {"q2": "there is no word to look for; give one"},
                "unknown_documents": [],
                "top_documents": 1,
                "top_unjudged": 0,
            }
        ]
    }


def test_what_does_not_fit_is_said_on_stderr(place):
    (place / "set/queries.tsv").write_text("q1\tالسلام\nq2\t؟!\nq3\tالنفط\n", encoding="utf-8")
    assert run(*NAMED).stderr.splitlines() == [
        "searchnews: index: queries without judgments, not counted: 1 (q3)",
        "searchnews: index: queries that could not be asked: 1 (q2 (there is no word to look for; give one))",
    ]


def test_a_run_is_written_and_measured_to_the_same(place):
    asked = run(*NAMED, "--run", "ours.txt")
    measured = run("--from-run", "ours.txt", "--qrels", "set/qrels.txt")
    assert measured.stdout.splitlines()[1].split()[1:] == asked.stdout.splitlines()[1].split()[1:]
    line = (place / "ours.txt").read_text().splitlines()[0].split()
    assert (line[:4], line[5]) == (["q1", "Q0", "peace", "1"], "searchnews")


def test_figures_by_query_are_written(place):
    run(*NAMED, "--measures", "RR@10 P@1", "--per-query", "each.tsv")
    assert (place / "each.tsv").read_text() == "query_id\tRR@10\tP@1\nq1\t1.000000\t1.000000\nq2\t0.500000\t0.000000\n"


def test_two_runs_are_compared(place):
    (place / "a.txt").write_text("q1 Q0 oil 1 2 a\nq1 Q0 peace 2 1 a\nq2 Q0 cup 1 1 a\n")
    (place / "b.txt").write_text("q1 Q0 peace 1 1 b\nq2 Q0 cup 1 1 b\n")
    result = run("--compare", "a.txt", "b.txt", "--qrels", "set/qrels.txt", "--measures", "RR@10")
    assert result.stdout == (
        "A  a.txt\n"
        "B  b.txt\n"
        "\n"
        "measure       A       B      B-A  wins  ties  losses  p (random.)  p (t-test)\n"
        "RR@10    0.7500  1.0000  +0.2500     1     1       0       1.0000      0.5000\n"
        "\n"
        "2 queries; wins are B's; p two-sided, paired\n"
    )


def test_a_comparison_is_data_too(place):
    (place / "a.txt").write_text("q1 Q0 peace 1 1 a\n")
    given = ("--compare", "a.txt", "a.txt", "--qrels", "set/qrels.txt", "--measures", "RR@10 P@1", "--json")
    found = json.loads(run(*given).stdout)
    assert [one["measure"] for one in found["differences"]] == ["RR@10", "P@1"]
    assert {one["p_randomisation_holm"] for one in found["differences"]} == {1.0}


def test_a_comparison_is_written_by_query_too(place):
    (place / "a.txt").write_text("q1 Q0 oil 1 2 a\nq1 Q0 peace 2 1 a\nq2 Q0 cup 1 1 a\n")
    (place / "b.txt").write_text("q1 Q0 peace 1 1 b\n")
    given = (
        "--compare",
        "a.txt",
        "b.txt",
        "--qrels",
        "set/qrels.txt",
        "--measures",
        "RR@10",
        "--per-query",
        "each.tsv",
    )
    assert run(*given).exit_code == 0
    assert (place / "each.tsv").read_text() == (
        "query_id\tRR@10 A\tRR@10 B\tRR@10 B-A\nq1\t0.500000\t1.000000\t0.500000\nq2\t1.000000\t0.000000\t-1.000000\n"
    )


def test_headlines_of_an_index_are_asked_as_known_items(place):
    result = run("--known-item", "--measures", "RR@10")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].split()[:4] == ["known", "items", "3", "1.0000"]
    assert result.stderr == "searchnews: 3 questions made of headlines\n"


def test_headlines_of_an_archive_are_asked_and_kept(place):
    asked = run("--known-item", "set/docs.jsonl", "--sample", "2", "--save", "kept")
    again = run("kept")
    assert (asked.exit_code, again.exit_code) == (0, 0)
    assert asked.stdout.split()[-5:] == again.stdout.split()[-5:]


def test_of_a_collection_the_documents_alone_are_known_items(place):
    result = run("--known-item", "set")
    assert result.stdout.splitlines()[1].split()[:3] == ["known", "items", "3"]
    assert result.stderr == "searchnews: 3 questions made of headlines\n"


def test_an_archive_without_headlines_is_an_error(place):
    (place / "bare.txt").write_text("نص", encoding="utf-8")
    (place / "bare.jsonl").write_text('{"id": "1", "text": "بدأ الوفدان أمس."}\n', encoding="utf-8")
    result = run("--known-item", "bare.jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no article has a headline" in result.stderr


def test_a_document_that_cannot_be_read_is_told(place):
    with (place / "set/docs.jsonl").open("a") as out:
        out.write('{"id": "empty"}\n')
    result = run("set")
    assert "set: 1 documents could not be read, the first in line 4: neither title nor text" in result.stderr


def test_stemming_exceptions_are_measured_without_an_index_made_with_them(place):
    (place / "set/queries.tsv").write_text("q1\tهدنة\n", encoding="utf-8")
    (place / "own.tsv").write_text("سلام\tهدنة السلام\n", encoding="utf-8")
    assert run("set", "--measures", "RR@10").stdout.splitlines()[1].split()[2] == "0.0000"
    with_them = run("set", "--measures", "RR@10", "--exceptions", "own.tsv")
    assert with_them.stdout.splitlines()[1].split()[2] == "1.0000"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Give a COLLECTION, or --queries FILE and --qrels FILE."),
        (("--queries", "set/queries.tsv"), "Give a COLLECTION, or --queries FILE and --qrels FILE."),
        (("--from-run", "set/qrels.txt"), "Give a COLLECTION, or --qrels FILE."),
        (("set", "--known-item", "--qrels", "set/qrels.txt"), "--known-item makes its own"),
        (("set", "--index", "index", "--exceptions", "set/qrels.txt"), "qrels.txt"),
        (("set", "--known-item", "--index", "index"), "--index is not asked here"),
        (("set", "--from-run", "set/qrels.txt", "--index", "index"), "--index is not asked here"),
        (("set", "--sample", "3"), "--sample and --save go with --known-item."),
        (("set", "set", "--run", "x"), "give one COLLECTION at a time"),
        (("set", "--from-run", "set/qrels.txt", "--run", "x"), "--compare and --from-run ask none"),
        (("set", "--from-run", "set/qrels.txt", "--known-item"), "ask for one"),
        (("set", "--measures", "Beauty"), "there is no measure 'Beauty'"),
    ],
)
def test_wishes_that_do_not_go_together_are_refused(place, args, said):
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_mistake_in_a_file_is_one_line_with_its_place_and_what_to_do(place):
    (place / "set/qrels.txt").write_text("q1 0 peace 1\nq2 0 cup yes\n")
    result = run("set")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "searchnews: set/qrels.txt:2: the grade should be a whole number, not 'yes'\n"
        "See 'searchnews eval --help' for the forms of these files.\n"
    )


def test_queries_and_judgments_of_two_collections_are_an_error(place):
    (place / "set/qrels.txt").write_text("other 0 peace 1\n")
    result = run("set")
    assert result.exit_code == 2
    assert "do the ids of queries and judgments belong together?" in result.stderr


def test_without_ir_measures_it_is_said_what_to_install_before_anything_is_indexed(place, monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    result = run("set")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "searchnews: measuring needs an optional part: pip install 'searchnews[eval]'\n"


def test_the_help_of_eval_does_without_the_engine_and_the_measures():
    code = "import searchnews.cli.commands.eval, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(loaded) & {"whoosh", "numpy", "ir_measures", "scipy", "rich"}


def test_names_are_looked_for_as_they_are_written_where_that_is_asked_for(place):
    (place / "set/queries.tsv").write_text("q1\tJeneva\nq2\tGeneva\n", encoding="utf-8")
    (place / "set/qrels.txt").write_text("q1 0 peace 1\nq2 0 peace 1\n", encoding="utf-8")
    found = [
        run(*NAMED, "--measures", "RR@10", *more).stdout.splitlines()[1].split()[2] for more in ((), ["--no-variants"])
    ]
    assert found == ["0.5000", "0.0000"]
