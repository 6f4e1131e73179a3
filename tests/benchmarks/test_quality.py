"""The ablation changes what it says it changes, and puts everything back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks.quality.__main__ import joined
from benchmarks.quality.measuring import measured
from benchmarks.quality.stemmers import STEMMERS, Restemmed, light10
from benchmarks.quality.tables import markdown
from benchmarks.quality.variants import DEFAULT, MEASURE, PARTS, STEMS_ALONE, STEMS_WITH_PLACES, WEIGHTS, builds
from searchnews._documents import FIELDS
from searchnews.arabic import analyzer
from searchnews.arabic.folds import LOSSY
from searchnews.engines.whoosh.contents import Folder
from searchnews.evaluation import find_collection, temporary_index
from searchnews.model import Article
from searchnews.query import lowering
from searchnews.ranking import rescoring, weights
from searchnews.ranking.weights import OPTIONAL_EVIDENCE

ARTICLES = [
    Article(id="1", title="الوزير في جنيف", text="قال الوزير إن المحادثات في جنيف."),
    Article(id="2", title="الوزراء", text="اجتمع الوزراء أمس."),
]
CASES = Path(__file__).parent.parent / "arabic" / "lucene_cases.tsv"
LINES = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line.startswith("ArabicStemFilter")]
STEMS = [row[1:3] for row in csv.reader(LINES, delimiter="\t", quoting=csv.QUOTE_NONE) if row[1].isalpha()]


@pytest.mark.parametrize(("word", "stem"), [case for case in STEMS if not case[0].isascii()])
def test_light10_stems_as_lucene_does(word, stem):
    assert light10(word) == stem


def test_every_form_and_every_fold_is_left_out_once():
    names = [ask.name for build in builds(PARTS) for ask in build.asks]
    assert len(set(names)) == len(names)
    assert {f"without {one.form}" for one in OPTIONAL_EVIDENCE} <= set(names)
    assert {f"without {fold.name}" for fold in LOSSY} <= set(names)


def test_the_default_is_measured_first_whatever_else_is():
    assert [build.asks[0].name for build in builds([])] == [DEFAULT]
    assert builds(PARTS)[0].asks[0].name == DEFAULT


def variant(name):
    return next((build, ask) for build in builds(PARTS) for ask in build.asks if ask.name == name)


def ranked(name, query):
    build, ask = variant(name)
    with build.making() as made, temporary_index(ARTICLES, analyzer=made) as index, ask.of(index):
        return index.rank(query, plain=True, variants=ask.other_ways)


def test_evidence_that_is_left_out_adds_nothing():
    alone, default = ranked("stem alone", "الوزير")[0], ranked(DEFAULT, "الوزير")[0]
    assert alone[0] == default[0]
    assert alone[1] < default[1]


def test_stop_words_that_are_kept_find_articles():
    assert len(ranked("stop words kept", "الوزراء في")) == 2
    assert len(ranked(DEFAULT, "الوزراء في")) == 1


def test_a_fold_that_is_left_out_keeps_spellings_apart():
    assert ranked(DEFAULT, "امس")
    assert not ranked("without alef", "امس")


def test_a_title_counted_once_weighs_less():
    assert ranked("title counted once in the text", "الوزير")[0][1] < ranked(DEFAULT, "الوزير")[0][1]


def test_an_index_of_stems_alone_has_nothing_else_to_score_by():
    assert ranked(STEMS_ALONE, "الوزير") == ranked("stem alone", "الوزير")
    with variant(STEMS_ALONE)[0].making() as made, temporary_index(ARTICLES, analyzer=made) as index:
        assert [id for id, _ in index.rank("الوزير")] == [id for id, _ in ranked("stem alone", "الوزير")]


def test_all_is_as_it_was_after_a_variant():
    before = ranked(DEFAULT, "الوزير")
    with variant("stem alone")[1].of(_Index()):
        inside = lowering.OPTIONAL_EVIDENCE
    assert inside == ()
    assert lowering.OPTIONAL_EVIDENCE is OPTIONAL_EVIDENCE
    assert ranked(DEFAULT, "الوزير") == before


class _Index:
    analyzer = analyzer()


def test_other_ways_of_writing_can_be_left_out():
    assert [id for id, _ in ranked(DEFAULT, "Geneva")] == ["1"]
    assert ranked("without other ways of writing", "Geneva") == []


def test_the_yardstick_of_size_has_the_places_of_its_stems_and_nothing_else():
    with variant(STEMS_WITH_PLACES)[0].making() as made, temporary_index(ARTICLES, analyzer=made) as index:
        (segment,) = Folder(str(index.path)).open()[1]
        filled = {name for name in segment.fields if len(segment.field(name).terms)}
        field = segment.field("stem")
        assert (filled, field.has_places, field.total) == ({"stem"}, True, 13)
    assert all(kind.positions == (kind.name in ("surface", "title_surface")) for kind in FIELDS)


def test_weights_that_are_tried_are_those_of_the_default_times_what_they_are_called():
    (build, *_), tried = builds(["weights"]), [ask for ask in builds(["weights"])[0].asks if ask.group == WEIGHTS]
    assert build.asks[0].name == DEFAULT
    assert len({ask.name for ask in tried}) == len(tried) > 40
    one = next(ask for ask in tried if ask.factors["WHOLE_HEADLINE"] == 2 and ask.factors["FOUND_AS_STEM"] == 0)
    assert one.name.endswith("found × 0, headline × 2")
    with one.of(_Index()):
        assert 2 * weights.STEM_WEIGHT.weight * 3.0 == rescoring.WHOLE_HEADLINE
        assert rescoring.FOUND_AS_STEM == 0
    assert (rescoring.WHOLE_HEADLINE, rescoring.FOUND_AS_STEM) == (3.0, 1.0)


def test_what_the_default_costs_is_measured_with_other_ways_of_writing_beside_stems_alone_without():
    asks = {ask.name: ask for build in builds(["forms", "costs"]) for ask in build.asks}
    assert asks[DEFAULT].other_ways
    assert not any(asks[name].other_ways for name in ("stem alone", STEMS_ALONE, STEMS_WITH_PLACES))


def test_a_collection_is_measured_whole(tmp_path):
    (tmp_path / "set").mkdir()
    lines = (json.dumps({"id": a.id, "title": a.title, "text": a.text}) + "\n" for a in ARTICLES)
    (tmp_path / "set/docs.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "set/queries.tsv").write_text("q1\tالوزير في جنيف\nq2\tاجتماع الوزراء\n", encoding="utf-8")
    (tmp_path / "set/qrels.txt").write_text("q1 0 1 1\nq2 0 2 1\n", encoding="utf-8")
    found = measured(find_collection(tmp_path / "set"), builds(["forms", "costs", "weights"]), yardstick=False)
    assert found["default"]["nDCG@10"] == 1.0
    assert len(found["weights"]) > 40
    assert not {one["group"] for one in found["variants"]} & {WEIGHTS}
    assert "query_cpu_ms" in found["default"]
    result = RESULT | {"collections": {"one": found, "two": found}}
    page = markdown(result)
    assert "index size, stems without places" in page
    assert "Weights chosen without the collection" in page


@pytest.mark.parametrize("name", STEMMERS)
def test_another_stemmer_changes_stems_alone(name):
    words = ["والمحادثات", "الوزراء", "فلسطين", "في", "COVID", "2018"]
    other = Restemmed("other", STEMMERS[name]())
    assert [other.forms(w)._replace(stem="") for w in words] == [analyzer().forms(w)._replace(stem="") for w in words]
    assert [other.forms(w).stem for w in words] != [analyzer().forms(w).stem for w in words]


@pytest.mark.parametrize("name", STEMMERS)
def test_another_stemmer_is_that_of_the_index_too(name):
    words = ["والمحادثات", "الوزراء", "فلسطين", "في", "COVID", "2018"]
    other = Restemmed("other", STEMMERS[name]())
    assert list(zip(*other.analyse_all(words), strict=True)) == [other.forms(word)[:3] for word in words]
    assert [other.stem(word) for word in words] == [other.forms(word)[:2] for word in words]
    assert other.analyse_all([]) == ([], [], [])


def test_a_word_of_another_script_keeps_its_stem_under_every_stemmer():
    assert {Restemmed("other", make()).forms("COVID").stem for make in STEMMERS.values()} == {"covid"}


RESULT = {
    "started": "2026-01-01T00:00:00+00:00",
    "revision": "abc",
    "analyzer": "ar-news-1",
    "machine": {"cpu": "a CPU", "cores": 2},
    "versions": {"python": "3.11"},
}
FIGURES = {"nDCG@10": 0.9, "RR@10": 0.8, "R@100": 1.0, "query_cpu_ms": 2.0}


def test_a_kept_result_becomes_tables_with_what_is_significant_in_bold():
    variants = [
        {"name": "without root", "group": "forms", **FIGURES, "difference": -0.0123, "p_holm": 0.001},
        {"name": "without title", "group": "forms", **FIGURES, "difference": 0.004, "p_holm": 0.2},
    ]
    lucene = {"name": "Lucene, one field", "nDCG@10": 0.85, "difference": 0.05, "wins": 9, "losses": 2, "p": 0.0001}
    found = {"documents": 1000, "queries": 20, "default": FIGURES, "variants": variants, "yardstick": lucene}
    page = markdown(RESULT | {"collections": {"arcd": found}})
    assert "| arcd | 1,000 | 20 | 0.9000 | 0.8000 | 1.0000 | 0.8500 (one field) | +0.0500 | 9 / 2 | 0.0001 |" in page
    assert "| without root | -1.23 | **-1.23** | 1.00 |" in page
    assert "| without title | +0.40 | +0.40 | 1.00 |" in page


def test_parts_that_were_measured_one_by_one_are_put_together(tmp_path):
    def kept(name, p, value=0.9):
        one = {"group": "forms", "name": name, "p": p, "p_holm": p}
        found = {"default": {MEASURE: value}, "variants": [one], "weights": {name: p}}
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(RESULT | {"collections": {"arcd": found}}), encoding="utf-8")
        return path

    found = joined([kept("root", 0.01), kept("title", 0.04)])["collections"]["arcd"]
    assert {one["name"]: one["p_holm"] for one in found["variants"]} == {"root": 0.02, "title": 0.04}
    assert found["weights"] == {"root": 0.01, "title": 0.04}
    with pytest.raises(SystemExit, match="different defaults"):
        joined([kept("root", 0.01), kept("title", 0.04, value=0.8)])


def test_weights_are_chosen_by_the_other_collections_and_measured_on_the_one_left_out():
    tried = {"one": {"a": 0.9, "b": 0.5}, "two": {"a": 0.6, "b": 0.8}, "three": {"a": 0.6, "b": 0.85}}
    collections = {
        name: {"documents": 1, "queries": 1, "default": FIGURES | {"nDCG@10": 0.7}, "variants": [], "weights": by}
        for name, by in tried.items()
    }
    page = markdown(RESULT | {"collections": collections})
    assert "| one | 0.7000 | 0.5000 | b | 0.9000 |" in page
    assert "| two | 0.7000 | 0.6000 | a | 0.8000 |" in page
    assert "| three | 0.7000 | 0.6000 | a | 0.8500 |" in page
    assert "| mean | 0.7000 | 0.5667 |  | 0.8500 |" in page
