"""How much each kind of evidence weighs in a hit's score.

A word of a query is looked for in several forms; the light stem decides what matches and the others add to the
score. Weights multiply BM25 scores. What only `rescoring` sees has its weights here too.

nDCG@10 of words as typed, 2026-11-24, on ant-news, ct21-claims, arcd, tydiqa-ar-dev and xquad-ar:

    stem only                                          .7883 .9037 .8531 .9387 .9520
    and title's root 0.75, exact word 0.5, root 1.25   .8899 .9198 .8701 .9525 .9595
    and 1 for words found at all                       .8782 .9247 .8741 .9529 .9616
    and 2.5 for the headline as a whole                .9185 .9191 .8751 .9538 .9616

The weights are round numbers near the best of a coordinate search. Fitted to four of the collections, they give
.8967 .9201 .8723 .9535 .9617 on the fifth: only headline-like queries (ant-news) tell how much the headline is
worth, and no other collection minds. Around these the curves are flat. Beside them adjacent pairs (of words as written
or of stems), pairs within five words and the best passage of 30 words, looked for in the best 50, change the mean by
0.0003 at most: they are not worth their places in the index.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT

__all__ = [
    "APART",
    "FOUND_AS_ROOT",
    "FOUND_AS_STEM",
    "FOUND_AS_WRITTEN",
    "LOOSE",
    "OPTIONAL_EVIDENCE",
    "STEM_WEIGHT",
    "VARIANT",
    "WHOLE_HEADLINE",
    "FormWeight",
]


class FormWeight(NamedTuple):
    """A form of a word: what a person calls it, the field it stands in, and its weight."""

    form: str
    field: str
    weight: float


STEM_WEIGHT: Final = FormWeight("stem", STEM, 1.0)

OPTIONAL_EVIDENCE: Final = (
    FormWeight("title", TITLE_ROOT, 0.75),
    FormWeight("exact word", SURFACE, 0.5),
    FormWeight("root", ROOT, 1.25),
)

VARIANT: Final = 1.0
"""How much another way of writing a word weighs beside the way that was asked for."""

LOOSE: Final = 0.5
"""And how much one that may mean something else."""

APART: Final = 0.3
"""How much the words of a run weigh where they stand apart, beside what the run weighs."""

FOUND_AS_WRITTEN: Final = 1.1
FOUND_AS_STEM: Final = 1.0
FOUND_AS_ROOT: Final = 0.7
"""How much a word counts that an article has at all, however often: times how rare its stem or root is."""

WHOLE_HEADLINE: Final = 3.0
"""How much a word in the headline counts once more, times the square of the share of the query that the headline has.

nDCG@10, 2026-11-25, on ant-news, ct21-claims, arcd, tydiqa-ar-dev, xquad-ar and, all queries alike, `tests/floor`:
    2.5 times the share             .9188 .9218 .8792 .9596 .9627 .8155
    3 times its square              .9189 .9254 .8785 .9605 .9627 .8197
    4 times its third power         .9179 .9263 .8780 .9601 .9627 .8181
"""
