import gzip

import pytest

from searchnews.errors import EvaluationFileError
from searchnews.evaluation import Topic, read_topics


def test_a_tsv_file_has_an_id_and_a_query_on_each_line(file):
    topics = read_topics(file("q1\tمحادثات السلام\nq2\tوزير: «لا»\n"))
    assert topics == [Topic("q1", "محادثات السلام"), Topic("q2", "وزير: «لا»")]


def test_a_query_keeps_the_tabs_after_the_first(file):
    assert read_topics(file("q1\tسلام\tحرب\n"))[0].text == "سلام\tحرب"


def test_blank_lines_and_windows_ends_and_a_byte_order_mark_do_not_matter(file):
    assert read_topics(file("\ufeffq1\tسلام\r\n\r\nq2\tحرب\r\n")) == [Topic("q1", "سلام"), Topic("q2", "حرب")]


def test_a_line_separator_within_a_query_does_not_end_it(file):
    assert read_topics(file("q1\tسلام\u2028حرب\n")) == [Topic("q1", "سلام\u2028حرب")]


def test_gzip_and_windows_1256_are_read(file):
    text = "".join(f"q{n}\tمحادثات السلام في جنيف أمس\n" for n in range(20))
    path = file(gzip.compress(text.encode("cp1256")), "queries.tsv.gz")
    assert read_topics(path)[19] == Topic("q19", "محادثات السلام في جنيف أمس")


def test_a_jsonl_file_is_read_as_beir_has_it(file):
    path = file('{"_id": "q1", "text": "سلام", "metadata": {}}\n{"id": 2, "text": "حرب"}\n', "queries.jsonl")
    assert read_topics(path) == [Topic("q1", "سلام"), Topic("2", "حرب")]


TREC = """<top>
<num> Number: AR1
<title> محادثات السلام
في جنيف
<desc> Description:
متى بدأت؟
</top>

<top><num>AR2</num><title>أسعار النفط</title></top>
"""


def test_of_trec_topics_the_title_is_asked(file):
    assert read_topics(file(TREC)) == [Topic("AR1", "محادثات السلام في جنيف"), Topic("AR2", "أسعار النفط")]


@pytest.mark.parametrize(
    ("text", "name", "line", "reason"),
    [
        ("q1\tسلام\nبلا جدول\n", "q.tsv", 2, "expected an id, a tab and the query"),
        ("q1\tسلام\nq1\tحرب\n", "q.tsv", 2, "the query q1 is there twice"),
        ("\tسلام\n", "q.tsv", 1, "the query has no id"),
        ("\n\n", "q.tsv", None, "there is no query in it"),
        ('{"_id": "1", "text": "سلام"}\n{"_id": "2"\n', "q.jsonl", 2, "not JSON"),
        ('{"_id": "1", "query": "سلام"}\n', "q.jsonl", 1, "expected an object with `_id` and `text`"),
        ("<top>\n<num> 1\n<desc> سلام\n</top>\n", "t.txt", 1, "the topic has no <title>"),
        ("<top>\n<title> سلام\n</top>\n", "t.txt", 1, "the topic has no <num>"),
        ("<top>\n<num>1<title>سلام\n<top>\n", "t.txt", 3, "</top> is missing"),
        ("\n<top>\n<num>1<title>سلام\n", "t.txt", 2, "</top> is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(file, text, name, line, reason):
    path = file(text, name)
    with pytest.raises(EvaluationFileError) as caught:
        read_topics(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert reason in caught.value.reason


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(EvaluationFileError, match="No such file"):
        read_topics(tmp_path / "nowhere.tsv")


def test_a_damaged_gzip_is_an_error_and_not_a_shorter_set(file):
    with pytest.raises(EvaluationFileError, match="gzip"):
        read_topics(file(gzip.compress("".join(f"q{n}\tسلام {n}\n" for n in range(9999)).encode())[:-500], "q.tsv.gz"))


def test_bytes_that_no_encoding_explains_are_an_error_and_not_another_query(file):
    text = "".join(f"q{n}\tمحادثات السلام في جنيف\n" for n in range(9)).encode() + b"q9\t\xd8\xff\x00\x81\n"
    with pytest.raises(EvaluationFileError, match="undecodable bytes") as caught:
        read_topics(file(text))
    assert caught.value.line == 10


def test_a_line_without_end_is_an_error(file, monkeypatch):
    monkeypatch.setattr("searchnews.ingest.streams.MAX_LINE_BYTES", 50)
    with pytest.raises(EvaluationFileError, match="line longer than 50 bytes") as caught:
        read_topics(file("q1\tسلام\n" + "q2\t" + "سلام " * 50))
    assert caught.value.line == 2
