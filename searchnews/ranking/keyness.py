"""How surely a word belongs to some articles more than to the rest: the log-likelihood ratio G².

Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993; used
to compare corpora by Rayson and Garside, "Comparing Corpora using Frequency Profiling", 2000. Counted are articles and
not occurrences: one article that says a word fifty times proves little.
"""

from __future__ import annotations

from math import log

__all__ = ["keyness"]


def keyness(within: int, articles: int, overall: int, all_articles: int) -> float:
    """Give G² of a word that `within` of some `articles` hold, and `overall` of `all_articles`; 0 for one they lack.

    Above 10.83 it is by chance in one case of a thousand. 0.0 where the articles hold it no oftener than the rest do.

        >>> round(keyness(40, 100, 50, 10_000), 1)
        337.0
    """
    outside, rest = max(overall - within, 0), max(all_articles - articles, 0)
    if not articles or not rest or within * rest <= outside * articles:
        return 0.0
    share = (within + outside) / (articles + rest)
    observed = (within, articles - within, outside, rest - outside)
    expected = (articles * share, articles * (1 - share), rest * share, rest * (1 - share))
    return 2 * sum(o * log(o / e) for o, e in zip(observed, expected, strict=True) if o > 0 and e > 0)
