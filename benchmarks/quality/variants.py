"""The default and what is changed of it, one part at a time.

Parts are read from where the library keeps them (`ranking.weights`, `arabic.folds`), so that a form or a fold that is
added there is measured here without another word.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from random import Random
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from benchmarks.quality.stemmers import STEMMERS, Restemmed
from searchnews import _answering, _building, _opening
from searchnews.arabic import DEFAULT_PRESET, Analyzer, Forms
from searchnews.arabic.folds import LOSSY
from searchnews.engines.base import FieldKind
from searchnews.engines.documents import FieldBatch
from searchnews.index import Index
from searchnews.ranking import weights
from searchnews.ranking.fields import STEM, SURFACE
from searchnews.ranking.rescoring import WINDOW
from searchnews.ranking.weights import OPTIONAL_EVIDENCE, FormWeight

__all__ = [
    "DEFAULT",
    "MEASURE",
    "MEASURES",
    "PARTS",
    "STEMS_ALONE",
    "STEMS_WITH_PLACES",
    "STEM_ALONE",
    "WEIGHTS",
    "Ask",
    "Build",
    "builds",
]

DEFAULT: Final = "the default"
MEASURE: Final = "nDCG@10"
MEASURES: Final = (MEASURE, "RR@10", "R@100")
PARTS: Final = ("forms", "costs", "fields", "folds", "stemmers", "weights")
STEM_ALONE: Final = "stem alone"
STEMS_ALONE: Final = "stems alone in the index"
STEMS_WITH_PLACES: Final = "stems alone in the index, with places"
WEIGHTS: Final = "weights"
_DRAWN: Final = 48
"""Sets of weights that are tried, beside the default's."""

_FACTORS: Final = (0.0, 0.5, 1.0, 1.5, 2.0)
_FOUND: Final = ("FOUND_AS_WRITTEN", "FOUND_AS_STEM", "FOUND_AS_ROOT")


class Ask(NamedTuple):
    """A way to ask an index: with which evidence beside the stem, a second look or none, and stop words or none."""

    name: str
    group: str
    evidence: Sequence[FormWeight] = OPTIONAL_EVIDENCE
    stop_words: bool = False
    window: int = WINDOW
    """How many of the best are looked at again, all words together; none where 0."""
    other_ways: bool = True
    """Whether words are looked for in other ways of writing them."""
    factors: Mapping[str, float] = MappingProxyType({})
    """By what other weights, constants of `ranking.weights`, are multiplied."""

    @contextmanager
    def of(self, index: Index) -> Iterator[None]:
        """Have `index` asked so for as long as the context lasts; whoever asks it sees to `other_ways`."""
        own = index.analyzer
        if self.stop_words:
            index.analyzer = _unstopped(own)
        try:
            with ExitStack() as changed:
                changed.enter_context(_replaced("OPTIONAL_EVIDENCE", OPTIONAL_EVIDENCE, tuple(self.evidence)))
                changed.enter_context(_replaced("WINDOW", WINDOW, self.window))
                for name, factor in self.factors.items():
                    own_weight = getattr(weights, name)
                    changed.enter_context(_replaced(name, own_weight, own_weight * factor))
                yield
        finally:
            index.analyzer = own


class Build(NamedTuple):
    """A way to make an index, and the ways it is asked."""

    name: str
    analyzer: Callable[[], Analyzer]
    asks: tuple[Ask, ...]
    title_repeats: int | None = None
    fields: frozenset[str] | None = None
    """The fields of the index that are filled; all of them where None."""
    places: bool = False
    """Whether stems have places, as any engine would keep them that had stems alone."""

    @contextmanager
    def making(self) -> Iterator[Analyzer]:
        """Give the analyzer, and have indexes made so for as long as the context lasts."""
        repeats, lay_out = _building.TITLE_REPEATS, _building.fields_of
        with (
            _replaced("TITLE_REPEATS", repeats, self.title_repeats or repeats),
            _replaced("fields_of", lay_out, lay_out if self.fields is None else _only(self.fields, places=self.places)),
            _replaced("FIELDS", _opening.FIELDS, _with_places() if self.places else _opening.FIELDS),
        ):
            yield self.analyzer()


def _with_places() -> tuple[FieldKind, ...]:
    return tuple(kind._replace(positions=kind.positions or kind.name == STEM) for kind in _opening.FIELDS)


def _only(fields: frozenset[str], *, places: bool) -> Callable[..., dict[str, FieldBatch]]:
    lay_out = _building.fields_of

    def some_of_it(*parts: Any) -> dict[str, FieldBatch]:
        laid_out = lay_out(*parts)
        if places:  # a title counted once, as places are: those of words as written are those of stems too
            laid_out[STEM] = laid_out[STEM]._replace(positions=laid_out[SURFACE].positions)
        return {name: terms for name, terms in laid_out.items() if name in fields}

    return some_of_it


class _Unstopped(Analyzer):
    """An index's analyzer, to which no word is a stop word."""

    def __init__(self, own: Analyzer) -> None:
        super().__init__(own.name)
        self._own = own

    def analyse(self, word: str) -> Forms:
        return self._own.analyse(word)._replace(stop=False)


@lru_cache(maxsize=1)  # so that it knows its words from one round to the next
def _unstopped(own: Analyzer) -> Analyzer:
    return _Unstopped(own)


@contextmanager
def _replaced(name: str, old: object, new: object) -> Iterator[None]:
    """Put another value for a constant of the library, wherever it was imported to.

    The library has no switch for its parts, and should have none: what ships is one default.
    """
    assert _answering  # loaded when first needed, it would take the other value for its own
    holders = [
        module
        for path, module in list(sys.modules.items())
        if path.startswith("searchnews.") and getattr(module, name, None) is old
    ]
    if not holders:
        raise LookupError(f"nothing in searchnews holds {name} any more; the ablation has to be told where it went")
    for module in holders:
        setattr(module, name, new)
    try:
        yield
    finally:
        for module in holders:
            setattr(module, name, old)


def builds(parts: Sequence[str]) -> list[Build]:
    """Give what is measured, the default first; `parts` are some of PARTS."""
    asks = [Ask(DEFAULT, DEFAULT)]
    if "forms" in parts:
        asks += _forms()
    if "weights" in parts:
        asks += _weights()
    found = [Build(DEFAULT, _default, tuple(asks))]
    if "costs" in parts:
        asks_stems = (Ask(STEMS_ALONE, "costs", (), window=0, other_ways=False),)
        found.append(Build(STEMS_ALONE, _default, asks_stems, fields=frozenset({STEM})))
        asks_stems = (Ask(STEMS_WITH_PLACES, "costs", (), window=0, other_ways=False),)
        build = Build(STEMS_WITH_PLACES, _default, asks_stems, title_repeats=1, fields=frozenset({STEM}), places=True)
        found.append(build)
    if "fields" in parts:
        name = "title counted once in the text"
        found.append(Build(name, _default, (Ask(name, "fields"),), title_repeats=1))
    if "folds" in parts:
        found += [_without_fold(fold.name) for fold in LOSSY]
    if "stemmers" in parts:
        found += [_with_stemmer(name) for name in STEMMERS]
    return found


def _default() -> Analyzer:
    """Make the default anew: one that knows the words of the collection already would index it in less time."""
    return Analyzer(DEFAULT_PRESET)


def _forms() -> Iterator[Ask]:
    for one in OPTIONAL_EVIDENCE:
        yield Ask(f"without {one.form}", "forms", [other for other in OPTIONAL_EVIDENCE if other != one])
    yield Ask("without the second look", "forms", window=0)
    yield Ask("stop words kept", "forms", stop_words=True)
    yield Ask("without other ways of writing", "forms", other_ways=False)
    yield Ask(STEM_ALONE, "forms alone", (), window=0, other_ways=False)
    for one in OPTIONAL_EVIDENCE:
        yield Ask(f"stem and {one.form}", "forms alone", (one,), window=0, other_ways=False)


def _weights() -> Iterator[Ask]:
    """Give sets of weights, drawn once and for all: each is none to twice the default's.

    A random search (Bergstra and Bengio, 2012) over five weights: title, exact word, root, words found at all, and the
    headline as a whole.
    """
    random, names = Random(20261125), [one.form for one in OPTIONAL_EVIDENCE]
    for _ in range(_DRAWN):
        by = {name: random.choice(_FACTORS) for name in (*names, "found", "headline")}
        evidence = tuple(one._replace(weight=one.weight * by[one.form]) for one in OPTIONAL_EVIDENCE)
        factors = dict.fromkeys(_FOUND, by["found"]) | {"WHOLE_HEADLINE": by["headline"]}
        yield Ask(", ".join(f"{name} × {factor:g}" for name, factor in by.items()), WEIGHTS, evidence, factors=factors)


def _without_fold(fold: str) -> Build:
    name = f"without {fold}"
    return Build(name, lambda: Analyzer(f"quality-{fold}", without=[fold]), (Ask(name, "folds"),))


def _with_stemmer(stemmer: str) -> Build:
    asks = (
        Ask(stemmer, "stemmers"),
        Ask(f"{stemmer}, stem alone", "stemmers alone", (), window=0, other_ways=False),
    )
    return Build(stemmer, lambda: Restemmed(f"quality-{stemmer.split(',')[0]}", STEMMERS[stemmer]()), asks)
