"""Words as people write them, and what is known of them: completions, and the words that tell some articles apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Suggestion", "TellingWord", "TellingWords"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on with what was typed.

    `text` is the whole of it, as articles write it. `kind` is `word`; `phrase`, where words stood before; or `title`,
    the title of the article `id`. `articles` counts those that hold it: 1 for a title.
    """

    text: str
    kind: Literal["word", "phrase", "title"]
    articles: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word, or a pair of words, that some articles have oftener than the rest, as it is usually written in them.

    `articles` of those that were counted hold it, and `overall` of the whole index. `significance` is the
    log-likelihood ratio: above 10.83 it is by chance in one case of a thousand.
    """

    text: str
    articles: int
    overall: int
    significance: float


@dataclass(frozen=True, slots=True)
class TellingWords:
    """What tells the articles of a query apart, the most significant first.

    `words` are counted in all of the `total` articles that match, `phrases`, pairs of words, in the best `read` of
    them.
    """

    query: str
    total: int
    read: int
    words: tuple[TellingWord, ...] = ()
    phrases: tuple[TellingWord, ...] = ()
