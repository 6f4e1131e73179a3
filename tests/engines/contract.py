"""What every engine must do: the invariants that `searchnews.engines.base` names."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from whoosh.query import And, Every, NullQuery, Or, Phrase, Term

from searchnews.engines.base import Engine, Searcher
from searchnews.engines.documents import Document, FieldTerms
from searchnews.errors import IndexLockedError
from tests.engines.documents import document


def put(engine: Engine, *documents: Document) -> None:
    with engine.writer() as writer:
        for each in documents:
            writer.put(each)


def ids(searcher: Searcher, query: object = None, *, limit: int = 100, offset: int = 0) -> list[str]:
    matches = searcher.search(query or Every(), limit=limit, offset=offset)
    return [searcher.id_of(match.doc) for match in matches.top]


class EngineContract:
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        raise NotImplementedError

    def test_a_new_index_holds_nothing(self, engine: Engine):
        with engine.searcher() as searcher:
            assert searcher.search(Every(), limit=10) == (0, [])
            assert searcher.find("1") is None
            assert list(searcher.documents()) == []
            assert searcher.terms_with_prefix("body", "", limit=9) == []
            assert searcher.document_frequency("body", "سلام") == 0
        assert engine.stats("body")[:3] == (0, 0, 0)

    def test_a_document_put_is_found_with_all_it_holds(self, engine: Engine):
        put(engine, document("1", "وزير وزير سلام", "سلام", hash="abc", source="واس"))
        with engine.searcher() as searcher:
            doc = searcher.find("1")
            assert doc is not None
            assert searcher.id_of(doc) == "1"
            assert searcher.column(doc, "hash") == "abc"
            assert searcher.column(doc, "source") == "واس"
            assert searcher.stored(doc).decode() == "وزير وزير سلام"
            assert searcher.document_frequency("body", "وزير") == 1
            assert ids(searcher, Term("title", "سلام")) == ["1"]
            assert ids(searcher, Term("title", "وزير")) == []

    def test_a_column_without_a_value_is_empty(self, engine: Engine):
        put(engine, document("1", "سلام", hash="abc"), document("2", "سلام"))
        with engine.searcher() as searcher:
            assert [searcher.column(doc, "hash") for doc in searcher.documents()] == ["abc", ""]
            assert [searcher.column(doc, "source") for doc in searcher.documents()] == ["", ""]

    def test_nothing_is_seen_before_the_commit(self, engine: Engine):
        writer = engine.writer()
        writer.put(document("1", "سلام"))
        with engine.searcher() as searcher:
            assert ids(searcher) == []
        writer.commit()
        with engine.searcher() as searcher:
            assert ids(searcher) == ["1"]

    def test_a_rollback_leaves_the_index_as_it_was(self, engine: Engine):
        put(engine, document("1", "سلام"))
        writer = engine.writer()
        writer.put(document("1", "وزير"))
        writer.put(document("2", "وزير"))
        writer.rollback()
        writer.rollback()
        with engine.searcher() as searcher:
            assert ids(searcher) == ["1"]
            assert ids(searcher, Term("body", "سلام")) == ["1"]

    @pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
    def test_an_error_in_the_context_rolls_back(self, engine: Engine, error: type[BaseException]):
        def fail() -> None:
            with engine.writer() as writer:
                writer.put(document("1", "سلام"))
                raise error

        with pytest.raises(error):
            fail()
        with engine.searcher() as searcher:
            assert ids(searcher) == []
        put(engine, document("2", "سلام"))

    def test_a_transaction_that_has_ended_takes_nothing_more(self, engine: Engine):
        writer = engine.writer()
        writer.commit()
        with pytest.raises(ValueError, match="ended"):
            writer.put(document("1", "سلام"))
        with pytest.raises(ValueError, match="ended"):
            writer.commit()

    def test_only_one_writer_is_let_in(self, engine: Engine):
        with engine.writer(), pytest.raises(IndexLockedError):
            engine.writer()
        engine.writer().rollback()

    def test_a_searcher_sees_one_commit_for_life(self, engine: Engine):
        put(engine, document("1", "سلام وزير"), document("2", "سلام"))
        with engine.searcher() as searcher:
            before = searcher.search(Phrase("body", ["سلام", "وزير"]), limit=10)
            for number in range(30):
                put(engine, document(str(number), f"سلام وزير {number}"))
            assert not searcher.is_newest()
            assert searcher.search(Phrase("body", ["سلام", "وزير"]), limit=10) == before
            assert sorted(ids(searcher)) == ["1", "2"]
            assert searcher.stored(searcher.find("1") or 0).decode() == "سلام وزير"
        with engine.searcher() as searcher:
            assert searcher.is_newest()
            assert searcher.search(Every(), limit=0).total == 30

    def test_a_transaction_that_changes_nothing_makes_no_commit(self, engine: Engine):
        put(engine, document("1", "سلام"))
        with engine.searcher() as searcher:
            put(engine)
            with engine.writer() as writer:
                assert not writer.delete("2")
            assert searcher.is_newest()

    def test_the_last_document_of_an_id_stands_over_commits(self, engine: Engine):
        put(engine, document("1", "قديم"))
        put(engine, document("1", "جديد"))
        with engine.searcher() as searcher:
            assert ids(searcher) == ["1"]
            assert ids(searcher, Term("body", "قديم")) == []
            assert ids(searcher, Term("body", "جديد")) == ["1"]

    def test_the_last_document_of_an_id_stands_within_a_transaction(self, engine: Engine):
        put(engine, document("1", "قديم"), document("2", "سلام"), document("1", "اوسط"), document("1", "جديد"))
        with engine.searcher() as searcher:
            assert sorted(ids(searcher)) == ["1", "2"]
            assert ids(searcher, Or([Term("body", "قديم"), Term("body", "اوسط")])) == []
            assert ids(searcher, Term("body", "جديد")) == ["1"]

    def test_a_deleted_document_is_gone(self, engine: Engine):
        put(engine, document("1", "سلام"), document("2", "سلام"))
        with engine.writer() as writer:
            assert writer.delete("1")
            assert not writer.delete("1")
        with engine.searcher() as searcher:
            assert ids(searcher) == ["2"]
            assert ids(searcher, Term("body", "سلام")) == ["2"]
            assert searcher.find("1") is None
        assert engine.stats("body").documents == 1

    def test_a_document_put_and_deleted_in_one_transaction_is_gone(self, engine: Engine):
        with engine.writer() as writer:
            writer.put(document("1", "سلام", hash="a"))
            assert writer.pending("1", "hash") == "a"
            assert writer.delete("1")
            assert writer.pending("1", "hash") is None
            writer.put(document("2", "سلام"))
        with engine.searcher() as searcher:
            assert ids(searcher) == ["2"]

    def test_a_deleted_document_can_be_put_again(self, engine: Engine):
        put(engine, document("1", "سلام"))
        with engine.writer() as writer:
            writer.delete("1")
            writer.put(document("1", "وزير"))
        with engine.searcher() as searcher:
            assert ids(searcher, Term("body", "وزير")) == ["1"]

    def test_an_index_emptied_by_deletions_can_be_filled_again(self, engine: Engine):
        put(engine, document("1", "سلام"))
        with engine.writer() as writer:
            writer.delete("1")
        with engine.searcher() as searcher:
            assert ids(searcher) == []
        put(engine, document("2", "سلام"))
        with engine.searcher() as searcher:
            assert ids(searcher) == ["2"]

    def test_pending_knows_only_this_transaction(self, engine: Engine):
        put(engine, document("1", "سلام", hash="a"))
        with engine.writer() as writer:
            assert writer.pending("1", "hash") is None
            writer.put(document("1", "وزير", hash="b"))
            assert writer.pending("1", "hash") == "b"
            assert writer.pending("1", "source") == ""

    @pytest.mark.parametrize(
        "bad",
        [
            Document("bad", {"body": FieldTerms(["سلام"], [])}, {}, b""),
            Document("bad", {"body": FieldTerms(["سلام"])}, {}, b""),
            Document("bad", {"nosuch": FieldTerms(["سلام"])}, {}, b""),
            Document("bad", {"title": FieldTerms(["سلام", 5])}, {}, b""),
            Document("bad", {"title": FieldTerms(["سلام"])}, {"nosuch": "x"}, b""),
        ],
    )
    def test_a_document_that_is_refused_leaves_no_trace(self, engine: Engine, bad: Document):
        with engine.writer() as writer:
            writer.put(document("0", "وزير"))
            with pytest.raises((ValueError, TypeError)):
                writer.put(bad)
            writer.put(document("good", "خبر"))
        with engine.searcher() as searcher:
            assert sorted(ids(searcher)) == ["0", "good"]
            assert ids(searcher, Or([Term("body", "سلام"), Term("title", "سلام")])) == []

    def test_totals_are_exact_whatever_the_limit(self, engine: Engine):
        put(engine, *(document(str(n), "سلام " * (n % 7 + 1)) for n in range(300)))
        with engine.searcher() as searcher:
            for limit in (0, 1, 10, 1000):
                found = searcher.search(Term("body", "سلام"), limit=limit)
                assert (found.total, len(found.top)) == (300, min(limit, 300))

    def test_pages_join_up_to_the_whole(self, engine: Engine):
        put(engine, *(document(str(n), "سلام " * (n % 3 + 1) + "وزير") for n in range(50)))
        with engine.searcher() as searcher:
            query = Term("body", "سلام")
            whole = searcher.search(query, limit=100).top
            pages = [searcher.search(query, limit=7, offset=at).top for at in range(0, 70, 7)]
            assert [match for page in pages for match in page] == whole

    def test_ties_go_to_the_lower_document(self, engine: Engine):
        put(engine, *(document(str(n), "سلام") for n in range(20)))
        with engine.searcher() as searcher:
            docs = [match.doc for match in searcher.search(Term("body", "سلام"), limit=20).top]
            assert docs == sorted(docs)

    def test_a_phrase_asks_for_neighbours(self, engine: Engine):
        put(engine, document("1", "مجلس الوزراء السعودي"), document("2", "الوزراء مجلس"))
        with engine.searcher() as searcher:
            assert ids(searcher, Phrase("body", ["مجلس", "الوزراء"])) == ["1"]
            assert ids(searcher, Phrase("body", ["مجلس", "السعودي"])) == []
            assert ids(searcher, Phrase("body", ["مجلس", "السعودي"], slop=2)) == ["1"]

    def test_terms_may_share_a_place_and_places_may_be_left_out(self, engine: Engine):
        terms = FieldTerms(["رؤية_2030", "رؤية", "2030", "بعيد"], [0, 0, 1, 70_000])
        put(engine, Document("1", {"body": terms}, {}, b""))
        with engine.searcher() as searcher:
            assert ids(searcher, Phrase("body", ["رؤية", "2030"])) == ["1"]
            assert ids(searcher, Phrase("body", ["رؤية_2030", "2030"])) == ["1"]
            assert ids(searcher, Phrase("body", ["2030", "بعيد"])) == []
            assert ids(searcher, Phrase("body", ["2030", "بعيد"], slop=69_999)) == ["1"]

    def test_the_score_of_one_document_is_that_of_the_search(self, engine: Engine):
        put(engine, *(document(str(n), "سلام " * n + "وزير") for n in range(5)))
        query = Or([Term("body", "سلام", boost=0.3), Term("body", "وزير")])
        with engine.searcher() as searcher:
            for match in searcher.search(query, limit=10).top:
                assert searcher.score(query, match.doc) == pytest.approx(match.score)
            assert searcher.score(Term("body", "سلام"), searcher.find("0") or 0) == 0.0
            third = searcher.find("3") or 0
            assert searcher.term_score("body", "وزير", third) == searcher.score(Term("body", "وزير"), third)
            assert searcher.term_score("body", "لاشيء", third) == 0.0

    def test_scores_of_several_terms_and_documents_are_those_of_each(self, engine: Engine):
        put(engine, *(document(str(n), "سلام " * n + "وزير") for n in range(3)))
        put(engine, document("3", "سلام"), document("4", "حرب"))
        terms = [("body", "سلام"), ("body", "لاشيء"), ("body", "وزير")]
        with engine.searcher() as searcher:
            docs = [searcher.find(id) or 0 for id in "4201"]
            expected = [[searcher.term_score(field, term, doc) for field, term in terms] for doc in docs]
            assert searcher.term_scores(terms, docs).tolist() == expected
            assert searcher.term_scores(terms, []).shape == (0, 3)
            assert searcher.term_scores([], docs).shape == (4, 0)

    def test_a_rarer_term_has_more_idf_and_a_missing_one_none(self, engine: Engine):
        put(engine, document("1", "سلام وزير"), document("2", "سلام"), document("3", "سلام"))
        with engine.searcher() as searcher:
            assert searcher.idf("body", "وزير") > searcher.idf("body", "سلام") > 0.0
            assert searcher.idf("body", "لاشيء") == 0.0

    def test_prefixes_give_sorted_terms(self, engine: Engine):
        put(engine, document("1", "كتاب كاتب"), document("2", "كتب مكتبة"))
        with engine.searcher() as searcher:
            assert searcher.terms_with_prefix("body", "كت", limit=9) == ["كتاب", "كتب"]
            assert searcher.terms_with_prefix("body", "كت", limit=1) == ["كتاب"]
            assert searcher.terms_with_prefix("body", "", limit=2) == ["كاتب", "كتاب"]

    def test_the_frequent_terms_of_a_prefix_come_most_common_first(self, engine: Engine):
        put(engine, document("1", "كتاب كتب"), document("2", "كتاب مكتبة"))
        put(engine, document("3", "كتب كتبة"), document("4", "كتب"))
        with engine.searcher() as searcher:
            assert searcher.frequent_terms("body", "كت", limit=9) == [("كتب", 3), ("كتاب", 2), ("كتبة", 1)]
            assert searcher.frequent_terms("body", "كتا", limit=1) == [("كتاب", 2)]
            assert searcher.frequent_terms("body", "لا", limit=1) == []

    def test_a_term_that_is_second_everywhere_can_be_the_most_frequent(self, engine: Engine):
        for number in range(6):
            most = [document(f"{number}-{n}", f"كت{number}") for n in range(3)]
            put(engine, *most, *(document(f"{number}+{n}", "كتب") for n in range(2)))
        with engine.searcher() as searcher:
            assert searcher.frequent_terms("body", "كت", limit=1) == [("كتب", 12)]

    def test_equally_frequent_terms_are_sorted_whatever_the_limit(self, engine: Engine):
        for half in (0, 1):
            put(engine, *(document(f"{half}-{n}", f"w{n:02}") for n in range(40)))
        with engine.searcher() as searcher:
            whole = searcher.frequent_terms("body", "w", limit=40)
            assert whole == [(f"w{n:02}", 2) for n in range(40)]
            assert searcher.frequent_terms("body", "w", limit=7) == whole[:7]

    def test_terms_are_counted_within_documents_and_over_all(self, engine: Engine):
        put(engine, document("1", "سلام وزير"), document("2", "سلام حرب"))
        put(engine, document("3", "وزير وزير حرب"), document("4", "وزير"))
        with engine.searcher() as searcher:
            docs = [searcher.find(id) or 0 for id in "123"]
            assert searcher.shares_of_terms("body", docs, least=2) == [("حرب", 2, 2), ("سلام", 2, 2), ("وزير", 2, 3)]
            assert searcher.shares_of_terms("body", docs[:1], least=1) == [("سلام", 1, 2), ("وزير", 1, 3)]
            assert searcher.shares_of_terms("body", [], least=1) == []

    def test_unknown_terms_and_null_queries_match_nothing(self, engine: Engine):
        put(engine, document("1", "سلام"))
        with engine.searcher() as searcher:
            for query in (NullQuery, Term("body", "x"), And([]), Phrase("body", ["سلام", "x"])):
                assert searcher.search(query, limit=5).total == 0

    @pytest.mark.parametrize("odd", ["\ud800", "a\0b", "😀", "ـ", "x" * 70_000, "\u202e"])
    def test_any_text_can_be_a_term_an_id_and_a_value(self, engine: Engine, odd: str):
        put(engine, document(odd, odd, hash=odd), document("other", "سلام"))
        with engine.searcher() as searcher:
            doc = searcher.find(odd)
            assert doc is not None
            assert (searcher.id_of(doc), searcher.column(doc, "hash")) == (odd, odd)
            assert ids(searcher, Term("body", odd)) == [odd]
            assert searcher.terms_with_prefix("body", odd, limit=2) == [odd]

    def test_counts_are_of_the_field_asked_for(self, engine: Engine):
        put(engine, document("1", "سلام سلام وزير", "خبر"), document("2", "سلام"))
        assert engine.stats("body")[:3] == (2, 2, 4)
        assert engine.stats("title")[:3] == (2, 1, 1)

    def test_several_threads_may_share_a_searcher(self, engine: Engine):
        put(engine, *(document(str(n), f"سلام w{n % 5} وزير") for n in range(200)))
        wrong: list[object] = []
        with engine.searcher() as searcher:
            query = And([Phrase("body", ["w1", "وزير"]), Term("body", "سلام")])
            expected = searcher.search(query, limit=50)

            def ask() -> None:
                for _ in range(10):
                    found = searcher.search(query, limit=50)
                    stored = [searcher.stored(match.doc) for match in found.top]
                    if found != expected or set(stored) != {"سلام w1 وزير".encode()}:
                        wrong.append(found)

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert not wrong

    def test_all_matches_are_those_of_a_search_in_the_order_of_documents(self, engine: Engine):
        put(engine, *(document(str(n), "سلام " * (n % 3 + 1)) for n in range(5)))
        put(engine, document("5", "سلام"), document("6", "وزير"))
        with engine.writer() as writer:
            writer.delete("1")
        with engine.searcher() as searcher:
            found = searcher.matching(Term("body", "سلام"))
            top = sorted(searcher.search(Term("body", "سلام"), limit=9).top)
            assert list(zip(found.docs.tolist(), found.scores.tolist(), strict=True)) == top
            assert len(top) == 5

    def test_a_column_is_its_distinct_values_and_a_code_for_each_document(self, engine: Engine):
        put(engine, document("1", "سلام", source="واس"), document("2", "سلام"), document("3", "سلام", source="bbc"))
        put(engine, document("4", "سلام", source="bbc"))
        with engine.searcher() as searcher:
            column = searcher.column_values("source")
            assert column.values == ["", "bbc", "واس"]
            assert {searcher.id_of(doc): column.values[column.codes[doc]] for doc in searcher.documents()} == {
                "1": "واس",
                "2": "",
                "3": "bbc",
                "4": "bbc",
            }

    def test_a_column_that_there_is_not_is_empty_throughout(self, engine: Engine):
        put(engine, document("1", "سلام"))
        with engine.searcher() as searcher:
            column = searcher.column_values("nothing")
            assert (column.values, column.codes.tolist()) == ([""], [0])
