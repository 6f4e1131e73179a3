"""The questions asked: drawn from the articles themselves, by a seed.

Texts are plain words without any sign of a query language, so that every contender reads them the same.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.articles import read_raw
from searchnews.arabic import analyzer

__all__ = ["KINDS", "Question", "draw", "read", "write"]

_SAMPLE: Final = 4_000
_COMMON_RANKS: Final = 150
_RARE_DOCUMENTS: Final = 2
_MAX_HEADLINE_WORDS: Final = 12
_WORD_KINDS: Final = frozenset({"word", "latin", "number"})
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})


class Question(NamedTuple):
    """What is asked; where `kind` is `phrase`, the words have to stand side by side."""

    kind: str
    text: str


class _Sampled(NamedTuple):
    """An article's words: all of its title, all of its text, and those that are no stop words."""

    title: list[str]
    text: list[str]
    telling: list[str]


def _words(text: str) -> list[str]:
    tokens = analyzer().tokenize(text)
    return [t.text for t in tokens if t.kind in _WORD_KINDS and t.text not in _OPERATORS and len(t.text) > 1]


def _sampled(path: Path, chance: random.Random) -> list[_Sampled]:
    """Draw articles evenly from a file that is read once."""
    kept: list[tuple[str, str]] = []
    for number, (_, title, text) in enumerate(read_raw(path)):
        if number < _SAMPLE:
            kept.append((title, text))
        elif (place := chance.randrange(number + 1)) < _SAMPLE:
            kept[place] = (title, text)
    articles = []
    for title, text in kept:
        heading, words = _words(title), _words(text)
        telling = [w for w in words if not analyzer().forms(w).stop]
        if len(heading) > 2 and len(telling) > 10:
            articles.append(_Sampled(heading[:_MAX_HEADLINE_WORDS], words, telling))
    return articles


class _Drawing:
    def __init__(self, articles: list[_Sampled], chance: random.Random) -> None:
        self._articles, self._chance = articles, chance
        held = Counter(word for article in articles for word in set(article.telling))
        self._common = [word for word, _ in held.most_common(_COMMON_RANKS)]
        self._rare = [word for word, count in held.items() if count <= _RARE_DOCUMENTS]

    def _article(self) -> _Sampled:
        return self._chance.choice(self._articles)

    def headline(self) -> str:
        return " ".join(self._article().title)

    def words(self, count: int) -> str:
        return " ".join(self._chance.sample(self._article().telling, count))

    def common(self) -> str:
        return " ".join(self._chance.sample(self._common, self._chance.choice((1, 2))))

    def rare(self) -> str:
        return self._chance.choice(self._rare)

    def phrase(self) -> str:
        words, length = self._article().text, self._chance.choice((2, 2, 3, 4))
        start = self._chance.randrange(len(words) - length)
        return " ".join(words[start : start + length])


_KINDS: Final[dict[str, Callable[[_Drawing], str]]] = {
    "headline": _Drawing.headline,
    "1 word": lambda drawing: drawing.words(1),
    "2 words": lambda drawing: drawing.words(2),
    "5 words": lambda drawing: drawing.words(5),
    "rare": _Drawing.rare,
    "common": _Drawing.common,
    "phrase": _Drawing.phrase,
}
KINDS: Final = tuple(_KINDS)


def draw(path: Path, count: int, *, seed: int) -> list[Question]:
    """Draw `count` questions from the articles in a file, as many of each kind, mixed."""
    chance = random.Random(seed)
    drawing = _Drawing(_sampled(path, chance), chance)
    kinds = [KINDS[number % len(KINDS)] for number in range(count)]
    chance.shuffle(kinds)
    return [Question(kind, _KINDS[kind](drawing)) for kind in kinds]


def write(questions: list[Question], path: Path) -> None:
    """Write questions as JSON lines."""
    lines = (json.dumps(question._asdict(), ensure_ascii=False) + "\n" for question in questions)
    path.write_text("".join(lines), encoding="utf-8", errors="replace")


def read(path: Path) -> Iterator[Question]:
    """Yield the questions of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Question(**json.loads(line))
