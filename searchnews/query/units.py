"""Words that are written in several ways, as one thing to look for: a `Unit`.

A unit scores as the best of its ways, and each way as if it were as common as the commonest of them: who asks for
عبد العزيز or for كانون الثاني means one name and one month, however many words that takes and however rare one
spelling of them is. A way of one word is looked for in all its forms, as every word is; a way of several as a phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from whoosh import query as wq

from searchnews.arabic.clitics import with_proclitics
from searchnews.model import Wanted
from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_ROOT, TITLE_SURFACE
from searchnews.ranking.rescoring import WordTerms
from searchnews.ranking.weights import APART, LOOSE, STEM_WEIGHT, VARIANT, FormWeight

if TYPE_CHECKING:
    from searchnews.arabic import Forms

__all__ = ["RarityTerms", "Share", "Unit", "Written", "unit_of"]

_MAX_PHRASES: Final = 32
"""Phrases of a unit: a way of several words is one for every particle before its first."""

_FORM_OF: Final = {SURFACE: "surface", STEM: "stem", ROOT: "root", TITLE_ROOT: "root"}


class RarityTerms(Protocol):
    """What is asked of the index."""

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`."""
        ...

    def idf(self, field: str, term: str) -> float:
        """Give how rare a term is; 0.0 where no document holds it."""
        ...


class Written(NamedTuple):
    """A way of writing something: its words, and how much it counts beside the way that was asked for."""

    words: tuple[Forms, ...]
    weight: float = 1.0

    @property
    def text(self) -> str:
        """The words as they are folded."""
        return " ".join(word.surface for word in self.words)


class Share(NamedTuple):
    """What one form of a way, or of one of its words, adds to a score.

    `word` counts the words of a way that are looked for one by one; of each, the first share decides the match. `form`
    is what a person calls it, and `text` what is shown of it.
    """

    way: int
    word: int
    form: str
    text: str
    query: wq.Query


class Unit(NamedTuple):
    """A unit, ready to be asked: its query, what that adds up from, what to highlight, its ways for the second look.

    `apart` tells that the words of the first way count one by one.
    """

    query: wq.Query
    shares: tuple[Share, ...]
    wanted: Wanted
    ways: tuple[tuple[WordTerms, ...], ...]
    apart: bool


def unit_of(
    asked: Written, others: Iterable[Written], terms: RarityTerms, weights: Iterable[FormWeight], *, whole: bool
) -> Unit | None:
    """Make a unit of what was asked for and its other ways; None where the index has none of these.

    Where it is `whole`, the words that were asked for mean something together only; else each of them counts.
    """
    held = [way for way in others if _is_held(way, terms)]
    apart = len(asked.words) > 1 and not whole
    if not held and (apart or len(asked.words) == 1):
        return None
    own = [asked] if apart or _is_held(asked, terms) else []
    builder = _Builder(terms, weights, asked if apart else None, [*own, *held])
    queries: list[wq.Query] = []
    shares: list[Share] = []
    for way in (*own, *held):
        for query, parts in builder.parts_of(way, asked=way is asked):
            shares += [part._replace(way=len(queries)) for part in parts]
            queries.append(query)
    if not queries:
        return None
    sure = [*own, *(way for way in held if way.weight != LOOSE)] or held
    together = tuple(tuple(WordTerms(w.surface, w.stem, w.root) for w in way.words) for way in sure)
    return Unit(best_of(queries), tuple(shares), _wanted([*own, *held], apart=apart), together, apart)


def _wanted(ways: Iterable[Written], *, apart: bool) -> Wanted:
    stems: set[str] = set()
    phrases = []
    for number, (first, *following) in enumerate(way.words for way in ways):
        if not following or (apart and not number):
            stems.update(word.stem for word in (first, *following) if not (following and word.stop))
        else:
            opening = frozenset(with_proclitics(first.surface))
            phrases.append((opening, *(frozenset({word.surface}) for word in following)))
    return Wanted(stems=frozenset(stems), phrases=tuple(phrases))


def best_of(queries: Sequence[wq.Query]) -> wq.Query:
    """Join queries so that the best of them counts, without a needless level."""
    return queries[0] if len(queries) == 1 else wq.DisjunctionMax(list(queries))


def any_of(queries: Sequence[wq.Query]) -> wq.Query:
    """Join queries so that one is enough, without a needless level."""
    return queries[0] if len(queries) == 1 else wq.Or(list(queries))


def _query_of(shares: Sequence[Share]) -> wq.Query:
    """Give the query of a word, or of a run: the first share decides the match, the others only add."""
    first, *extras = (share.query for share in shares)
    return wq.AndMaybe(first, any_of(extras)) if extras else first


def _is_held(way: Written, terms: RarityTerms) -> bool:
    if len(way.words) == 1:
        return terms.document_frequency(STEM, way.words[0].stem) > 0
    return all(terms.document_frequency(SURFACE, word.surface) for word in way.words[1:]) and bool(
        _openings(way, SURFACE, terms)
    )


def _openings(way: Written, field: str, terms: RarityTerms) -> list[str]:
    """Give the first word of a run with all particles that stand before it somewhere."""
    return [word for word in with_proclitics(way.words[0].surface) if terms.document_frequency(field, word)]


class _Builder:
    """Makes the queries of the ways of one unit; the words of `apart` are worth what they are worth one by one."""

    def __init__(
        self, terms: RarityTerms, weights: Iterable[FormWeight], apart: Written | None, ways: Sequence[Written]
    ) -> None:
        self._terms, self._apart = terms, apart
        self._weights = [STEM_WEIGHT, *(form for form in weights if form.weight)]
        sure = [way for way in ways if way.weight != LOOSE] or ways
        self._worth = {form.field: self._worth_in(form.field, sure) for form in self._weights}
        self._left = _MAX_PHRASES

    def _rarities(self, way: Written, field: str) -> list[float]:
        return [self._terms.idf(field, getattr(word, _FORM_OF[field])) for word in way.words]

    def _worth_in(self, field: str, ways: Sequence[Written]) -> float:
        """Give how rare the commonest way is, and a run as rare as its rarest word."""
        apart = self._rarities(self._apart, field) if self._apart is not None else [0.0]
        if all(apart):
            return sum(apart)
        commonest = min((rarity for way in ways if (rarity := max(self._rarities(way, field)))), default=0.0)
        return max(sum(apart), commonest)  # of Donald Trump, an index may know neither word

    def parts_of(self, way: Written, *, asked: bool) -> Iterator[tuple[wq.Query, list[Share]]]:
        """Give what a way adds to a score, as one query and as its shares."""
        weight = 1.0 if asked else VARIANT * way.weight
        if asked and self._apart is not None:
            words = {
                number: list(self._word(word, 1.0, asked=True, worth=None))
                for number, word in enumerate(way.words)
                if not word.stop
            }
            shares = [share._replace(word=number) for number, parts in words.items() for share in parts]
            if words:
                yield any_of([_query_of(parts) for parts in words.values()]), shares
        elif len(way.words) == 1:
            parts = list(self._word(way.words[0], weight, asked=asked, worth=self._worth))
            yield _query_of(parts), parts
        else:
            if run := list(self._run(way, weight)):
                yield _query_of(run), run
            if asked:  # the words somewhere: there is no silent zero where they never stand together
                yield self._somewhere([word.stem for word in way.words])

    def _somewhere(self, stems: Sequence[str]) -> tuple[wq.Query, list[Share]]:
        boost = APART * self._worth[STEM] / (sum(self._terms.idf(STEM, stem) for stem in stems) or 1.0)
        query = wq.And([wq.Term(STEM, stem, boost=boost) for stem in stems])
        return query, [Share(0, 0, "words apart", " ".join(stems), query)]

    def _word(self, word: Forms, weight: float, *, asked: bool, worth: Mapping[str, float] | None) -> Iterator[Share]:
        for form in self._weights:
            term = getattr(word, _FORM_OF[form.field])
            rarity = self._terms.idf(form.field, term)
            if rarity or form.field == STEM:
                boost = weight * form.weight * (1.0 if worth is None or not rarity else worth[form.field] / rarity)
                name = form.form if asked or form.field == TITLE_ROOT else "variant"
                yield Share(0, 0, name, term, wq.Term(form.field, term, boost=boost))

    def _run(self, way: Written, weight: float) -> Iterator[Share]:
        in_title = sum(form.weight for form in self._weights if form.field == TITLE_ROOT)
        text = sum(form.weight for form in self._weights) - in_title
        for field, worth, shared in ((SURFACE, text, STEM), (TITLE_SURFACE, in_title, TITLE_ROOT)):
            phrases = list(self._phrases(way, field, weight * worth * self._worth.get(shared, 0.0)))
            if phrases:
                yield Share(0, 0, "title" if field == TITLE_SURFACE else "phrase", way.text, best_of(phrases))
            elif field == SURFACE:
                return

    def _phrases(self, way: Written, field: str, worth: float) -> Iterator[wq.Query]:
        following = [word.surface for word in way.words[1:]]
        rarities = [self._terms.idf(field, word) for word in following]
        if not all(rarities) or not worth:
            return
        for opening in _openings(way, field, self._terms)[: self._left]:
            if field == SURFACE:
                self._left -= 1
            boost = worth / (self._terms.idf(field, opening) + sum(rarities))
            yield wq.Phrase(field, [opening, *following], boost=boost)
