import pytest

from searchnews.errors import EvaluationFileError
from searchnews.evaluation import Topic, evaluate, find_collection, temporary_index

DOCUMENT = '{"%s": "d1", "title": "محادثات السلام", "text": "بدأت أمس في جنيف."}\n'


def test_a_folder_of_our_layout_is_found(file):
    folder = file(DOCUMENT % "id", "docs.jsonl").parent
    file("q1\tسلام\n", "queries.tsv")
    file("q1 0 d1 1\n", "qrels.txt")
    found = find_collection(folder)
    assert [article.id for article in found.articles()] == ["d1"]
    assert (found.topics(), found.judgments()) == ([Topic("q1", "سلام")], {"q1": {"d1": 1}})
    assert found.name == folder.name


def test_a_folder_of_beirs_layout_is_found(file):
    folder = file(DOCUMENT % "_id", "corpus.jsonl").parent
    file('{"_id": "q1", "text": "سلام"}\n', "queries.jsonl")
    file("query-id\tcorpus-id\tscore\nq1\td1\t1\n", "qrels/test.tsv")
    file("query-id\tcorpus-id\tscore\nq1\td9\t1\n", "qrels/train.tsv")
    found = find_collection(folder)
    assert [article.id for article in found.articles()] == ["d1"]
    assert (found.topics(), found.judgments()) == ([Topic("q1", "سلام")], {"q1": {"d1": 1}})


def test_files_that_are_named_stand_instead(file):
    folder = file("q1\tسلام\n", "queries.tsv").parent
    file("q1 0 d1 1\n", "qrels.txt")
    other = file("q2\tحرب\n", "other/mine.tsv")
    assert find_collection(folder, queries=other).topics() == [Topic("q2", "حرب")]


@pytest.mark.parametrize(("gone", "what"), [("queries.tsv", "queries"), ("qrels.txt", "judgments")])
def test_what_is_missing_is_named_with_the_names_it_may_have(file, gone, what):
    folder = file("q1\tسلام\n", "queries.tsv").parent
    file("q1 0 d1 1\n", "qrels.txt")
    (folder / gone).unlink()
    with pytest.raises(EvaluationFileError, match=f"there are no {what}: none of .*{gone}"):
        find_collection(folder)


def test_documents_are_missed_only_when_they_are_read(file):
    folder = file("q1\tسلام\n", "queries.tsv").parent
    file("q1 0 d1 1\n", "qrels.txt")
    with pytest.raises(EvaluationFileError, match="there are no documents"):
        find_collection(folder).articles()


def test_a_file_is_no_collection(file):
    with pytest.raises(EvaluationFileError, match="is no folder"):
        find_collection(file("q1\tسلام\n"))


def test_a_collection_is_measured_from_nothing(file):
    folder = file(DOCUMENT % "id", "docs.jsonl").parent
    file("q1\tالسلام؟\nq2\tكرة القدم\n", "queries.tsv")
    file("q1 0 d1 1\nq2 0 d7 1\n", "qrels.txt")
    found = find_collection(folder)
    with temporary_index(found.articles()) as index:
        figures, run = evaluate(index, found.topics(), found.judgments(), measures="RR@10", name="ours")
    assert (figures.name, figures.overall) == ("ours", {"RR@10": 0.5})
    assert figures.coverage.unknown_documents == (("q2", "d7"),)
    assert [document for document, _ in run.rankings["q1"]] == ["d1"]


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "floor"),
    [("ant-news", 0.88), ("arcd", 0.858), ("ct21-claims", 0.885), ("tydiqa-ar-dev", 0.936), ("xquad-ar", 0.948)],
)
def test_the_default_ranking_is_above_its_floor(data_dir, name, floor):
    found = find_collection(data_dir / name)
    with temporary_index(found.articles()) as index:
        figures, _ = evaluate(index, found.topics(), found.judgments(), measures="nDCG@10")
    assert figures.overall["nDCG@10"] >= floor
    assert not figures.coverage.unknown_documents
