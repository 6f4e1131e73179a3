"""From the words of a query to a tree of terms.

Owns what a word, a phrase and a prefix mean in the index. A `Clause` keeps apart what decides the match and what
only adds to the score, so that the forms of a word never change which articles are found. Trees are Whoosh's query
classes; the analysis is the index's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

from whoosh import query as wq

from searchnews.arabic import Analyzer, Forms, Token
from searchnews.arabic.clitics import with_proclitics
from searchnews.arabic.spellings import Spellings, SpeltOtherwise
from searchnews.errors import QueryError
from searchnews.model import Correction, Wanted
from searchnews.query.filters import Column
from searchnews.query.spelling import nearest, parted
from searchnews.query.units import Written, any_of, unit_of
from searchnews.ranking.fields import ROOT, STEM, SURFACE, TITLE_STEM, TITLE_SURFACE
from searchnews.ranking.rescoring import Asked, WordTerms
from searchnews.ranking.weights import LOOSE, OPTIONAL_EVIDENCE, STEM_WEIGHT, FormWeight

__all__ = ["MAX_EXPANSIONS", "MIN_PREFIX_CHARS", "Clause", "Evidence", "IndexTerms", "Lowering"]

MAX_EXPANSIONS: Final = 2_000
"""A prefix that begins more words than this is refused."""

MAX_ALL_EXPANSIONS: Final = 10_000
"""And so is a query whose prefixes begin more words than this, taken together."""

MIN_PREFIX_CHARS: Final = 2

MAX_GUESSES: Final = 12
"""Words that no article has, beyond so many in a query, are left as they are: each guess costs about a millisecond."""


class IndexTerms(Protocol):
    """What the query language asks of the index: which terms it holds (a `Searcher` is one)."""

    def terms_with_prefix(self, field: str, prefix: str, *, limit: int) -> list[str]:
        """Give the first `limit` terms of `field` that begin with `prefix`."""
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """Count the documents that hold `term`."""
        ...

    def column_values(self, name: str) -> Column:
        """Give a column of short values over all documents."""
        ...

    def idf(self, field: str, term: str) -> float:
        """Give how rare a term is; 0.0 where no document holds it."""
        ...


class Evidence(NamedTuple):
    """One thing that can add to a score: the word as asked, its form, what is shown of it, and its query.

    Where there is a `rival`, the number of a unit and of one of its ways, only the best way of the unit counts.
    """

    word: str
    form: str
    term: str
    query: wq.Query
    rival: tuple[int, int] | None = None


class Clause(NamedTuple):
    """A part of a query: what has to match, what only adds to the score, and what to highlight.

    `words` are those that are weighed once more together (see `ranking.rescoring`).
    """

    match: wq.Query
    extras: tuple[wq.Query, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    wanted: Wanted = Wanted()
    words: tuple[Asked, ...] = ()

    def matching(self, match: wq.Query) -> Clause:
        """Give this clause with another condition and everything else as it was."""
        return self._replace(match=match)

    @staticmethod
    def joined(match: wq.Query, clauses: Iterable[Clause]) -> Clause:
        """Join what several clauses add under one condition."""
        clauses = tuple(clauses)
        wanted = Wanted(
            frozenset().union(*(c.wanted.stems for c in clauses)),
            tuple(dict.fromkeys(p for c in clauses for p in c.wanted.prefixes)),
            tuple(dict.fromkeys(p for c in clauses for p in c.wanted.phrases)),
        )
        extras = tuple(e for c in clauses for e in c.extras)
        evidence = tuple(e for c in clauses for e in c.evidence)
        return Clause(match, extras, evidence, wanted, tuple(w for c in clauses for w in c.words))


class Lowering:
    """Turns the words of one query into clauses."""

    def __init__(
        self,
        query: str,
        analyzer: Analyzer,
        terms: IndexTerms,
        *,
        keep_stop_words: bool,
        strict: bool = False,
        title_boost: float = 1.0,
        spellings: Spellings | None = None,
    ) -> None:
        self._query, self._analyzer, self._terms = query, analyzer, terms
        self.analyzer, self.terms = analyzer, terms
        self._keep_stop_words, self._strict = keep_stop_words, strict
        self._spellings = None if strict else spellings
        self._optional = [
            FormWeight(form, where, weight * title_boost if form == "title" else weight)
            for form, where, weight in OPTIONAL_EVIDENCE
        ]
        self._units = 0
        self._expansions = 0
        self._guesses = 0
        self.left_out = False
        """Whether a stop word was left out."""
        self.corrections: list[Correction] = []
        """What was looked for instead of words that no article has."""

    def places(self, text: str) -> list[int]:
        """Give where each word in `text` begins."""
        return [token.start for token in self._analyzer.tokenize(text)]

    def words(self, text: str, *, title_only: bool, required: bool) -> list[Clause]:
        """Give a clause for each word written in `text`; stop words have none, unless required."""
        clauses: list[Clause] = []
        tokens = [token for token in self._analyzer.tokenize(text) if token.kind != "hashtag"]
        words = [self._analyzer.forms(token.text) for token in tokens]
        as_it_is = required or title_only or self._strict
        spellings = None if as_it_is else self._spellings
        at = 0
        while at < len(words):
            spelt = spellings.find(words, at) if spellings is not None else None
            end = at + (spelt.words if spelt is not None else 1)
            written = text[tokens[at].start : tokens[end - 1].end]
            if spelt is not None and (unit := self._unit(written, tokens[at:end], words[at:end], spelt)) is not None:
                clauses.append(unit)
                at = end
                continue
            forms = words[at]
            if required or self._keep_stop_words or not forms.stop:
                if as_it_is or self._terms.document_frequency(STEM, forms.stem):
                    clauses.append(self._word(written, forms, title_only=title_only))
                else:
                    clauses += self._instead(written, forms)
            else:
                self.left_out = True
            at += 1
        return clauses

    def _unit(self, written: str, run: Sequence[Token], forms: Sequence[Forms], spelt: SpeltOtherwise) -> Clause | None:
        """Give the clause of words that have other ways of writing them; None where the index has no other."""
        asked = Written(tuple(forms))
        others = []
        for way in spelt.others:
            words = tuple(self._analyzer.forms(token.text) for token in self._analyzer.tokenize(way.text))
            others.append(Written(words, LOOSE if way.loose else 1.0))
        unit = unit_of(asked, others, self._terms, self._optional, whole=spelt.whole)
        if unit is None:
            return None
        self._units += 1
        evidence = tuple(
            Evidence(
                run[share.word].text if unit.apart and not share.way else written,
                share.form,
                share.text,
                share.query,
                (self._units, share.way),
            )
            for share in unit.shares
        )
        return Clause(unit.query, (), evidence, unit.wanted, (Asked(written, unit.ways, unit.apart),))

    def _instead(self, word: str, forms: Forms) -> list[Clause]:
        """Give the clauses of a word whose stem no article has: by its root, parted, as it may have been meant."""
        clause = self._word(word, forms, title_only=False)
        if clause.extras and self._terms.document_frequency(ROOT, forms.root):
            self.corrections.append(Correction(word, forms.root, by_root=True))
            match, *extras = sorted(clause.extras, key=lambda query: query.fieldname != ROOT)
            return [clause._replace(match=match, extras=tuple(extras))]
        self._guesses += 1
        if self._guesses > MAX_GUESSES:
            return [clause]
        parts: tuple[str, ...] = parted(forms.surface, self._commonness) or ()
        if not parts and (near := nearest(forms.surface, SURFACE, self._terms)):
            parts = (near,)
        meant = [(part, self._analyzer.forms(part)) for part in parts]
        if all(found.stop for _, found in meant):
            return [clause]
        self.corrections.append(Correction(word, " ".join(parts)))
        return [self._word(part, found, title_only=False) for part, found in meant if not found.stop]

    def _commonness(self, word: str) -> int:
        return self._terms.document_frequency(STEM, self._analyzer.forms(word).stem)

    def _word(self, word: str, forms: Forms, *, title_only: bool) -> Clause:
        terms = {"exact word": forms.surface, "root": forms.root, "title": forms.root}
        together: tuple[Asked, ...] = ()
        if title_only:
            asked = [("stem", TITLE_STEM, forms.stem, 1.0), ("exact word", TITLE_SURFACE, forms.surface, 0.3)]
        else:
            asked = [("stem", STEM, forms.stem, STEM_WEIGHT.weight)]
            asked += [(form, where, terms[form], weight) for form, where, weight in self._optional if weight]
            together = (Asked(word, ((WordTerms(forms.surface, forms.stem, forms.root),),)),)
        evidence = tuple(
            Evidence(word, form, term, wq.Term(where, term, boost=weight)) for form, where, term, weight in asked
        )
        match, *extras = (piece.query for piece in evidence)
        return Clause(match, tuple(extras), evidence, Wanted(stems=frozenset({forms.stem})), together)

    def phrase(self, text: str, *, title_only: bool) -> Clause | None:
        """Give the clause of a quoted phrase: its words side by side, as written, diacritics and spelling apart.

        Particles may be joined to the first word only; a compound name may have its space or not. None where there is
        no word in it.
        """
        where = TITLE_SURFACE if title_only else SURFACE
        words = [self._analyzer.forms(token.text).surface for token in self._plain(text)]
        if not words:
            return None
        rows = [tuple(words)] if self._spellings is None else self._spellings.respaced(words)
        openings = [[w for w in with_proclitics(row[0]) if self._terms.document_frequency(where, w)] for row in rows]
        openings[0] = openings[0] or [words[0]]
        held = [(first, row[1:]) for first, row in zip(openings, rows, strict=True) if first]
        parts = self.words(text, title_only=title_only, required=True)
        return Clause(
            any_of([_side_by_side(where, word, following) for first, following in held for word in first]),
            tuple(e for part in parts for e in (part.match, *part.extras)),
            tuple(e for part in parts for e in part.evidence),
            Wanted(phrases=tuple((frozenset(first), *(frozenset({w}) for w in after)) for first, after in held)),
            tuple(word for part in parts for word in part.words),
        )

    def _plain(self, text: str) -> list[Token]:
        tokens = self._analyzer.tokenize(text)
        # Where tokens share a place (a hashtag and its parts), the last is the plainest.
        return [a for a, b in pairwise(tokens) if a.position != b.position] + tokens[-1:]

    def prefix(self, text: str, start: int, *, title_only: bool) -> Clause:
        """Give the clause of `كتا*`: words that begin so as written, or once their particles and article are off.

        Of several words in one (COVID-19*), the star is the last one's. QueryError where too little is given before
        the star, or too many words begin so.
        """
        tokens = self._plain(text)
        folded = self._analyzer.forms(tokens[-1].text).surface if tokens else ""
        if len(folded) < MIN_PREFIX_CHARS:
            raise self._error(f"give at least {MIN_PREFIX_CHARS} letters before *", start)
        fields = (TITLE_SURFACE, TITLE_STEM) if title_only else (SURFACE, STEM)
        for where in fields:
            self._bound(where, folded, start)
        # By BM25, not one score for all: an article about كتاب should come before one that mentions it.
        match = any_of([wq.Prefix(where, folded, constantscore=False) for where in fields])
        clause = Clause(match, wanted=Wanted(prefixes=(folded,)))
        before = self.words(text[: tokens[-1].start], title_only=title_only, required=True)
        if not before:
            return clause
        return Clause.joined(wq.And([part.match for part in (*before, clause)]), (*before, clause))

    def _bound(self, where: str, prefix: str, start: int) -> None:
        count = len(self._terms.terms_with_prefix(where, prefix, limit=MAX_EXPANSIONS + 1))
        if count > MAX_EXPANSIONS:
            reason = f"more than {MAX_EXPANSIONS:,} words begin with {prefix}; give more letters before *"
            raise self._error(reason, start)
        self._expansions += count
        if self._expansions > MAX_ALL_EXPANSIONS:
            raise self._error("too many words begin like the words with *; give more letters before *", start)

    def _error(self, reason: str, offset: int) -> QueryError:
        return QueryError(reason, query=self._query, offset=offset)


def _side_by_side(where: str, word: str, following: Sequence[str]) -> wq.Query:
    return wq.Phrase(where, [word, *following]) if following else wq.Term(where, word)
