"""Parts of a flat query: which of their documents may reach a score, and what is kept of a term."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from searchnews.engines import create_engine
from searchnews.engines.documents import Document, FieldTerms
from searchnews.engines.whoosh import postings, scoring
from searchnews.engines.whoosh.contents import Folder
from searchnews.engines.whoosh.found import Found
from searchnews.engines.whoosh.parts import FoundPart, Part, TermPart
from searchnews.engines.whoosh.scoring import Scorer
from searchnews.engines.whoosh.searching import WhooshSearcher
from searchnews.engines.whoosh.writing import WhooshWriter
from tests.engines.documents import COLUMNS, FIELDS, large

pytestmark = pytest.mark.usefixtures("either_way")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshSearcher]:
    path = str(tmp_path_factory.mktemp("parts"))
    create_engine("whoosh", path, FIELDS, COLUMNS)
    with WhooshWriter(Folder(path), memory=1 << 30) as writer:
        for document in large(1, 3_000):
            writer.put(document)
    with WhooshSearcher(Folder(path)) as opened:
        yield opened


@pytest.fixture(params=["term", "common term", "found"])
def part(request: pytest.FixtureRequest, searcher: WhooshSearcher, monkeypatch: pytest.MonkeyPatch) -> Part:
    if request.param == "common term":
        monkeypatch.setattr(postings, "LARGE", 0)
        monkeypatch.setattr(postings, "_COMMON_SHARE", 1 << 30)
    scorer = Scorer(searcher.segments)
    (entry,) = scorer.term("body", b"w1").entries
    assert entry is not None
    term = TermPart(scorer, entry, 2.5, True)
    return FoundPart(term.scored(), True) if request.param == "found" else term


def test_no_score_is_above_the_bound(part: Part):
    assert part.scored().scores.max() <= part.bound * (1 + 1e-12)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.99])
def test_no_document_that_reaches_a_score_is_left_out(part: Part, share: float):
    docs, scores = part.scored()
    reached = part.reaching(share * scores.max())
    assert set(docs[scores >= share * scores.max()].tolist()) <= set(reached.docs.tolist())
    assert_scores(part, reached)


def test_fewer_documents_reach_a_high_score(part: Part):
    assert 0 < len(part.reaching(0.999 * part.scored().scores.max()).docs) < part.postings


def test_the_likeliest_documents_are_few_and_ascend(part: Part):
    found = part.likeliest(300)
    assert 0 < len(found.docs) < part.postings
    assert (np.diff(found.docs.astype(np.int64)) > 0).all()
    assert_scores(part, found)


def test_all_documents_of_a_small_part_are_likely(part: Part):
    assert part.likeliest(10_000).docs.tolist() == part.docs().tolist()


@pytest.mark.parametrize("step", [1, 7, 400])
def test_scores_at_places_are_those_of_all(part: Part, step: int):
    places = np.arange(0, part.postings, step)
    assert part.scores_at(places, part.docs()[places]) == pytest.approx(part.scored().scores[places])


def assert_scores(part: Part, found: Found) -> None:
    """Make sure that documents of a part have the scores that they have among all."""
    docs, scores = part.scored()
    every = dict(zip(docs.tolist(), scores.tolist(), strict=True))
    assert found.scores == pytest.approx([every[doc] for doc in found.docs.tolist()])


def test_documents_are_looked_up_among_others(part: Part):
    own = part.docs()
    asked = np.union1d(own[::3], np.setdiff1d(np.arange(3_000), own)[::5]).astype(np.uint32)
    hits, at = part.held(asked)
    assert asked[hits].tolist() == own[::3].tolist() == own[at].tolist()


def test_a_part_without_documents_holds_none():
    nothing = FoundPart(Found(np.zeros(0, np.int64), np.zeros(0)), True)
    hits, at = nothing.held(np.arange(5))
    assert (len(hits), len(at), nothing.bound) == (0, 0, 0.0)


@pytest.mark.parametrize(("size", "is_common"), [(3_001, False), (3_000, True)])
def test_in_a_large_segment_a_term_is_common_by_the_share_of_its_documents(
    searcher: WhooshSearcher, monkeypatch: pytest.MonkeyPatch, size: int, is_common: bool
):
    scorer = Scorer(searcher.segments)
    (entry,) = scorer.term("body", b"w1").entries
    assert entry is not None
    monkeypatch.setattr(postings, "LARGE", size)
    monkeypatch.setattr(postings, "_COMMON_SHARE", 3_000 // (entry.last - entry.first) + 1)
    kept = scorer.postings(entry)
    assert (kept.nbytes == kept.bits.nbytes) is is_common


def test_what_is_kept_of_terms_stays_within_its_bound(searcher: WhooshSearcher, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scoring, "_KEPT_BYTES", 4_000)
    monkeypatch.setattr(scoring, "_KEPT_SHARE", 1 << 30)
    scorer = Scorer(searcher.segments)
    for number in range(62):
        for entry in scorer.term("body", f"w{number}".encode()).entries:
            if entry is not None:
                scorer.postings(entry).score(1.0)
    assert scorer._kept_bytes == sum(kept.nbytes for kept in scorer._kept.values())
    assert scorer._kept_bytes <= 4_000 or len(scorer._kept) == 1


@pytest.mark.parametrize("step", [1, 3, 300])
def test_frequencies_at_places_are_those_of_all(tmp_path: Path, step: int):
    often = [1, 2, 3, 4, 5, 300, 1, 4, 2_000] * 120  # in two bits, in `more`, and too wide for that
    engine = create_engine("whoosh", str(tmp_path), FIELDS, COLUMNS)
    with engine.writer() as writer:
        for number, frequency in enumerate(often):
            writer.put(Document(str(number), {"title": FieldTerms(["word"] * frequency)}, {}, b""))
    with WhooshSearcher(Folder(str(tmp_path))) as opened:
        field = opened.segments[0].field("title")
        assert field is not None
        assert field.freqs_at(np.arange(0, len(often), step)).tolist() == often[::step]
