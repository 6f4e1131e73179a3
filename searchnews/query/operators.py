"""What the signs mean that are about the letters of words and their places: ~ NEAR = == and stars.

Each becomes a tree of terms and phrases that the index holds: what a pattern stands for is made out here, so that an
engine is asked for nothing new. What an index does not keep (the letters as written, the ends of sentences) is checked
in the texts of the articles that are left: see `Check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, permutations, product
from math import comb, factorial
from typing import Final, NamedTuple

from whoosh import query as wq

from searchnews.arabic import Analyzer
from searchnews.arabic.clitics import with_proclitics
from searchnews.arabic.letters import ARTICLE
from searchnews.errors import QueryError
from searchnews.model import Wanted
from searchnews.query.lowering import MAX_EXPANSIONS, MIN_PREFIX_CHARS, Clause, Evidence, IndexTerms
from searchnews.query.spelling import is_one_slip
from searchnews.query.units import any_of
from searchnews.ranking.fields import STEM, SURFACE, TITLE_STEM, TITLE_SURFACE

__all__ = ["MAX_WITHIN", "Check", "Operators", "at_least"]

MAX_WITHIN: Final = 100
"""Words that are so many places apart are near no more; the title is as far from the text (`POSITION_GAP`)."""

_MAX_PHRASES: Final = 128
_MAX_NEAR_WORDS: Final = 4
_MAX_SCANNED: Final = 500_000
"""Words of the index that one pattern is held against, about a quarter of a second's worth."""

_MAX_COMBINATIONS: Final = 256
_SLIP_BOOST: Final = 0.5
_SENTENCE_END: Final = r"(?<=[.!?؟…])\s+|\n+"
_INSIDE_WORD: Final = r"[\w\u0640\u064b-\u065f\u0670]"


class Check(NamedTuple):
    """What the text of an article has to hold, or must not: asked with its title and its text.

    `name` is what the query says, for an error, and `start` where.
    """

    holds: Callable[[str, str], bool]
    name: str
    start: int
    exclude: bool = False


class Operators:
    """Turns the operators of one query into clauses. `words` are the clauses of a text's words (see `Lowering`)."""

    def __init__(
        self, query: str, analyzer: Analyzer, terms: IndexTerms, words: Callable[[str, bool], Sequence[Clause]]
    ) -> None:
        self._query, self._analyzer, self._terms, self._words = query, analyzer, terms, words

    def near(self, text: str, within: int, start: int, *, title_only: bool) -> Clause:
        """Give the clause of two to four words at most `within` places from the next, in any order.

        Particles and the article may be joined to any of them: as many forms are looked for as make 128 phrases.
        """
        surfaces = self._surfaces(text)
        if not 2 <= len(surfaces) <= _MAX_NEAR_WORDS:
            raise self._error(f"nearness is between two to {_MAX_NEAR_WORDS} words", start)
        if not 1 <= within <= MAX_WITHIN:
            raise self._error(f"words are 1 to {MAX_WITHIN} places from each other", start)
        where = TITLE_SURFACE if title_only else SURFACE
        orders = list(permutations(range(len(surfaces))))
        most = int((_MAX_PHRASES / factorial(len(surfaces))) ** (1 / len(surfaces)) + 1e-9) or 1
        forms = [self._written(surface, where, most) for surface in surfaces]
        phrases = [
            wq.Phrase(where, [chosen[place] for place in order], slop=within)
            for chosen in product(*forms)
            for order in orders
        ]
        return self._with_words(any_of(phrases), text, title_only=title_only)

    def sentence(self, text: str, start: int, *, title_only: bool) -> tuple[Clause, Check]:
        """Give the clause of words that all have to be there, and the check that one sentence has them."""
        stems = frozenset(self._analyzer.forms(token.text).stem for token in self._analyzer.tokenize(text))
        parts = self._words(text, title_only)
        if len(stems) < 2 or not parts:
            raise self._error("a sentence is asked for two words or more", start)

        def holds(title: str, body: str) -> bool:
            sentences = (title, *(() if title_only else re.split(_SENTENCE_END, body)))
            return any(stems <= self._stems(sentence) for sentence in sentences if sentence)

        clause = Clause.joined(wq.And([part.match for part in parts]), parts)
        return clause, Check(holds, "one sentence", start)

    def exact(self, text: str, start: int, *, title_only: bool) -> Clause:
        """Give the clause of a word, or of words side by side, in this form alone: nothing taken off or before it."""
        where = TITLE_SURFACE if title_only else SURFACE
        surfaces = self._surfaces(text)
        if not surfaces:
            raise self._error("= has no word behind it", start)
        wanted = Wanted(phrases=(tuple(frozenset({surface}) for surface in surfaces),))
        if len(surfaces) > 1:
            return Clause(wq.Phrase(where, surfaces), wanted=wanted)
        match = wq.Term(where, surfaces[0])
        return Clause(match, evidence=(Evidence(text, "exact word", surfaces[0], match),), wanted=wanted)

    def letters(self, text: str, start: int, *, title_only: bool) -> tuple[Clause, Check]:
        """Give the clause of `exact`, and the check that the letters and marks are those of `text`."""
        words = r"\s+".join(map(re.escape, text.split()))
        pattern = re.compile(f"(?<!{_INSIDE_WORD}){words}(?!{_INSIDE_WORD})")

        def holds(title: str, body: str) -> bool:
            return bool(pattern.search(title) or (not title_only and pattern.search(body)))

        return self.exact(text, start, title_only=title_only), Check(holds, f"=={text}", start)

    def wildcard(self, pattern: str, start: int, *, title_only: bool) -> Clause:
        """Give the clause of all words that fit `م*كة`: * is any letters, ? is one; as written or by their stems."""
        parts = [self._analyzer.fold(part) for part in re.split(r"([*?])", pattern)]
        literal = "".join(parts).replace("*", "").replace("?", "")
        if len(literal) < MIN_PREFIX_CHARS:
            raise self._error(f"give at least {MIN_PREFIX_CHARS} letters beside * and ?", start)
        fits = _pattern_of(parts).fullmatch
        fields = (TITLE_SURFACE, TITLE_STEM) if title_only else (SURFACE, STEM)
        found = [[term for term in self._scanned(field, parts[0], start) if fits(term)] for field in fields]
        self._bound(sum(map(len, found)), pattern, start)
        terms = [wq.Term(field, term) for field, some in zip(fields, found, strict=True) for term in some]
        wanted = Wanted(stems=frozenset(found[1]), phrases=((frozenset(found[0]),),) if found[0] else ())
        return Clause(any_of(terms) if terms else wq.NullQuery, wanted=wanted)

    def fuzzy(self, word: str, slips: int, start: int, *, title_only: bool) -> Clause:
        """Give the clause of `word` as written and of words one or two slips of the pen from it, first letter apart."""
        surfaces = self._surfaces(word)
        if len(surfaces) != 1 or len(surfaces[0]) <= 2 * slips:
            raise self._error(f"{2 * slips + 1} letters or more can be written with {slips} slips", start)
        surface, where = surfaces[0], TITLE_SURFACE if title_only else SURFACE
        lead = surface[: len(ARTICLE) + 1] if surface.startswith(ARTICLE) else surface[:1]
        near = [
            term
            for term in self._scanned(where, lead, start)
            if abs(len(term) - len(surface)) <= slips and _is_near(surface, term, slips)
        ]
        self._bound(len(near), word, start)
        terms = [wq.Term(where, term, boost=1.0 if term == surface else _SLIP_BOOST) for term in near]
        wanted = Wanted(phrases=((frozenset(near),),) if near else ())
        return Clause(any_of(terms) if terms else wq.NullQuery, wanted=wanted)

    def _surfaces(self, text: str) -> list[str]:
        tokens = self._analyzer.tokenize(text)
        places = {token.position: self._analyzer.forms(token.text).surface for token in tokens}
        return list(places.values())

    def _stems(self, sentence: str) -> frozenset[str]:
        return frozenset(self._analyzer.forms(token.text).stem for token in self._analyzer.tokenize(sentence))

    def _written(self, surface: str, where: str, most: int) -> list[str]:
        """Give the commonest ways in which a word is written, with particles and the article or without."""
        plain = surface.removeprefix(ARTICLE) if len(surface) > len(ARTICLE) + 2 else surface
        forms = dict.fromkeys((surface, *with_proclitics(plain), *with_proclitics(ARTICLE + plain)))
        counted = [(self._terms.document_frequency(where, form), form) for form in forms]
        common = sorted((pair for pair in counted if pair[0]), key=lambda pair: -pair[0])
        return [form for _, form in common[:most]] or [surface]

    def _with_words(self, match: wq.Query, text: str, *, title_only: bool) -> Clause:
        parts = self._words(text, title_only)
        joined = Clause.joined(match, parts)
        return Clause(
            match,
            tuple(query for part in parts for query in (part.match, *part.extras)),
            joined.evidence,
            joined.wanted,
            joined.words,
        )

    def _scanned(self, field: str, prefix: str, start: int) -> Iterator[str]:
        terms = self._terms.terms_with_prefix(field, prefix, limit=_MAX_SCANNED + 1)
        if len(terms) > _MAX_SCANNED:
            raise self._error(
                f"more than {_MAX_SCANNED:,} words would have to be looked at; begin with a letter", start
            )
        return iter(terms)

    def _bound(self, count: int, word: str, start: int) -> None:
        if count > MAX_EXPANSIONS:
            raise self._error(f"more than {MAX_EXPANSIONS:,} words fit {word}; give more letters", start)

    def _error(self, reason: str, offset: int) -> QueryError:
        return QueryError(reason, query=self._query, offset=offset)


def _pattern_of(parts: Iterable[str]) -> re.Pattern[str]:
    """Give the pattern of letters and the signs * and ?.

    What stands between two stars is matched where it first fits and never again: that leaves the most for the rest, and
    a long word of one letter (laughter) takes no longer than another.
    """
    stretches = [""]
    for part in parts:
        if part == "*":
            stretches.append("")
        else:
            stretches[-1] += "." if part == "?" else re.escape(part)
    first, *between = stretches
    last = f".*{between.pop()}" if between else ""
    return re.compile(first + "".join([f"(?>.*?{stretch})" for stretch in between]) + last)


def _is_near(one: str, other: str, slips: int) -> bool:
    return one == other or is_one_slip(one, other) or (slips > 1 and _distance(one, other) <= slips)


def _distance(one: str, other: str) -> int:
    """Give the edits that make one word the other (Levenshtein)."""
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != wanted)))
        above = line
    return above[-1]


def at_least(count: int, parts: Sequence[wq.Query]) -> wq.Query | None:
    """Give the tree of `count` of some queries or more, scored by all that match; None where it would be too large."""
    if count <= 1:
        return any_of(parts)
    if count == len(parts):
        return wq.And(list(parts))
    if comb(len(parts), count) > _MAX_COMBINATIONS:
        return None
    return wq.Require(any_of(parts), any_of([wq.And(list(some)) for some in combinations(parts, count)]))
