"""Articles like another: those that share its most telling words.

A word tells much of an article if it is often there and in few others (tf-idf, Spärck Jones 1972); the most telling
ones are asked for together, each as heavily as it tells, as Lucene's MoreLikeThis does.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import Final, NamedTuple

from whoosh.query import Or, Query, Term

from searchnews.arabic import Analyzer
from searchnews.engines.base import Matches, Searcher
from searchnews.model import Article, Wanted
from searchnews.ranking.fields import STEM, TITLE_REPEATS

__all__ = ["Likeness", "likeness"]

MOST_TERMS: Final = 25
"""So many words are asked for: Lucene's number too. With 10, long articles find others by a side of their story."""

_LEAST_ARTICLES: Final = 2  # the article itself, and one that is found by the word
_FEW_ARTICLES: Final = 10
_LEAST_IDF: Final = 2.4
"""That of a word that a quarter of all articles have: a commoner one, unless few have it, tells nothing."""


class Likeness(NamedTuple):
    """What is looked for: the words as the article writes them, most telling first, their query and their stems."""

    words: tuple[str, ...]
    query: Query
    wanted: Wanted

    def matches(self, searcher: Searcher, own: int, *, limit: int, offset: int) -> Matches:
        """Give the articles that share words, without the document `own`."""
        found = searcher.search(self.query, limit=offset + limit + 1)
        others = [match for match in found.top if match.doc != own]
        return Matches(found.total - 1 if found.total else 0, others[offset : offset + limit])


def likeness(article: Article, searcher: Searcher, analyzer: Analyzer) -> Likeness | None:
    """Find the most telling words of an article; None where it shares none with another."""
    counts, written = Counter[str](), dict[str, Counter[str]]()
    for text, times in ((article.title, TITLE_REPEATS), (article.text, 1)):
        for token in analyzer.tokenize(text):
            forms = analyzer.forms(token.text)
            if token.is_word and forms.tells:
                counts[forms.stem] += times
                written.setdefault(forms.stem, Counter())[token.text] += 1
    weights = {}
    for stem, count in counts.items():
        articles, idf = searcher.document_frequency(STEM, stem), searcher.idf(STEM, stem)
        if articles >= _LEAST_ARTICLES and (articles <= _FEW_ARTICLES or idf >= _LEAST_IDF):
            weights[stem] = (1 + log(count)) * idf
    if not weights:
        return None
    telling = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_TERMS]
    most = weights[telling[0]]
    return Likeness(
        tuple(written[stem].most_common(1)[0][0] for stem in telling),
        Or([Term(STEM, stem, boost=weights[stem] / most) for stem in telling]),
        Wanted(stems=frozenset(telling)),
    )
