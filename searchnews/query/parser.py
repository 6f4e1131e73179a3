"""The query language: text to plan.

    query  := item+                      any of the items; the more match, the better the rank
    item   := ('+' | '-' | 'NOT')? any   + has to match, - and NOT must not
    any    := all ('OR' all)*
    all    := one ('AND' 'NOT'? one)*
    one    := word | prefix* | "phrase" | field ':' one | '(' query ')'

A word that an operator (but OR) governs is `required`: it is taken at its word, stop word or not, and all parts of
it (COVID-19) together. Owns the grammar and its bounds. Errors carry the offset of the mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from whoosh import query as wq

from searchnews.arabic import Analyzer
from searchnews.arabic.spellings import Spellings
from searchnews.errors import QueryError
from searchnews.model import Correction, Wanted
from searchnews.query.lowering import Clause, Evidence, IndexTerms, Lowering
from searchnews.query.syntax import FIELD_WORDS, Sign, plain_signs_of, signs_of
from searchnews.query.units import any_of
from searchnews.ranking.rescoring import Asked

__all__ = ["MAX_DEPTH", "MAX_QUERY_CHARS", "MAX_WORDS", "Plan", "parse"]

MAX_QUERY_CHARS: Final = 10_000
MAX_WORDS: Final = 512
MAX_DEPTH: Final = 20

_OPERATORS: Final = frozenset({"AND", "OR", "NOT", "+", "-", "field"})
_AFTER_STAR: Final = "؟?!.,،؛:"
_MAX_QUOTED_CHARS: Final = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """A query ready to run: the tree, what to highlight, the evidence that an explanation names, and the words.

    `corrections` say what is looked for instead of words that no article has.
    """

    query: wq.Query
    wanted: Wanted
    evidence: tuple[Evidence, ...]
    words: tuple[Asked, ...] = ()
    corrections: tuple[Correction, ...] = ()


def parse(
    text: str,
    analyzer: Analyzer,
    terms: IndexTerms,
    *,
    plain: bool = False,
    strict: bool = False,
    title_boost: float = 1.0,
    spellings: Spellings | None = None,
) -> Plan:
    """Understand a query; where it is `plain`, as words alone, whatever signs are among them.

    Where `strict`, words that no article has are left as they are.

    `title_boost` multiplies what a word in the headline adds to the score. Words are looked for in all the ways that
    `spellings` know of.

    QueryError, with the offset of the mistake, where it cannot be understood, holds no word, only excludes, or is
    beyond `MAX_QUERY_CHARS`, `MAX_WORDS` or `MAX_DEPTH`.
    """
    if len(text) > MAX_QUERY_CHARS:
        reason = f"the query has {len(text):,} characters, more than {MAX_QUERY_CHARS:,}; shorten it"
        raise QueryError(reason, query=text, offset=MAX_QUERY_CHARS)
    signs = _rows(list(plain_signs_of(text) if plain else signs_of(text)))
    for keep_stop_words in (False, True):  # stop words are dropped unless the query is nothing else
        lowering = Lowering(
            text,
            analyzer,
            terms,
            keep_stop_words=keep_stop_words,
            strict=strict,
            title_boost=title_boost,
            spellings=spellings,
        )
        if (clause := _Parser(text, signs, lowering).query()) is not None:
            break
    if clause is None:
        raise QueryError("there is no word to look for; give one", query=text)
    query = wq.AndMaybe(clause.match, any_of(clause.extras)) if clause.extras else clause.match
    return Plan(query, clause.wanted, clause.evidence, clause.words, tuple(lowering.corrections))


def _rows(signs: list[Sign]) -> list[Sign]:
    """Join the signs of words in a row, which may have another way of writing them: عبد العزيز, كانون الثاني.

    Not beside an operator, which governs the one word next to it.
    """
    joined: list[Sign] = []
    for place, sign in enumerate(signs):
        around = [signs[at].kind for at in (place - 2, place + 1) if 0 <= at < len(signs)]
        before = joined[-1] if joined else sign
        plain = place and sign.kind == before.kind == "word" and not _OPERATORS.intersection(around)
        if plain and "*" not in before.text + sign.text:
            apart = " " * max(sign.start - before.start - len(before.text), 1)  # so that offsets stay true
            joined[-1] = Sign("word", before.text + apart + sign.text, before.start)
        else:
            joined.append(sign)
    return joined


class _Parser:
    """Recursive descent over the signs of one query; bounded by MAX_DEPTH."""

    def __init__(self, text: str, signs: list[Sign], lowering: Lowering) -> None:
        self._text, self._signs, self._lowering = text, signs, lowering
        self._at = 0
        self._words = 0
        self._title_only = False

    def query(self) -> Clause | None:
        clause = self._items(depth=0)
        if (sign := self._peek()) is not None:
            raise self._error("this bracket was never opened; leave it out", sign.start)
        return clause

    def _items(self, depth: int) -> Clause | None:
        required: list[Clause] = []
        wished: list[Clause] = []
        unwanted: list[Clause] = []
        start = self._signs[self._at].start if self._at < len(self._signs) else 0
        while (sign := self._peek()) is not None and sign.kind != ")":
            if sign.kind in ("+", "-", "NOT"):
                self._at += 1
                self._operand_follows(sign)
            clause = self._any(depth, required=sign.kind in ("+", "-", "NOT"))
            if clause is not None:
                {"+": required, "-": unwanted, "NOT": unwanted}.get(sign.kind, wished).append(clause)
        if unwanted and not required and not wished:
            raise self._error("the query only says what to leave out; add a word to look for", start)
        return _combined(required, wished, unwanted)

    def _any(self, depth: int, *, required: bool) -> Clause | None:
        clauses = [self._all(depth, required=required)]
        while (sign := self._peek()) is not None and sign.kind == "OR":
            self._at += 1
            self._operand_follows(sign)
            clauses.append(self._all(depth, required=required))
        return _combined([], [c for c in clauses if c is not None], [])

    def _all(self, depth: int, *, required: bool) -> Clause | None:
        wanted = [self._one(depth, required=required)]
        unwanted: list[Clause | None] = []
        while (sign := self._peek()) is not None and sign.kind == "AND":
            self._at += 1
            self._operand_follows(sign, allow=("NOT", "-"))
            side = wanted
            if (negation := self._peek()) is not None and negation.kind in ("NOT", "-"):
                self._at += 1
                self._operand_follows(negation)
                side = unwanted
            side.append(self._one(depth, required=True))
        return _combined([c for c in wanted if c is not None], [], [c for c in unwanted if c is not None])

    def _one(self, depth: int, *, required: bool) -> Clause | None:
        sign = self._signs[self._at]
        if sign.kind in ("AND", "OR", "NOT", "+", "-"):
            raise self._error(f"{sign.text} needs something before it and after it", sign.start)
        self._at += 1
        match sign.kind:
            case "(":
                return self._group(sign, depth)
            case "field":
                return self._field(sign, depth, required=required)
            case "phrase":
                self._count(sign)
                return self._lowering.phrase(sign.text, title_only=self._title_only)
        return self._word(sign, required=required)

    def _word(self, sign: Sign, *, required: bool) -> Clause | None:
        self._count(sign)
        written = sign.text.rstrip(_AFTER_STAR)
        before = written.rstrip("*")
        if "*" in before:
            raise self._error("* is understood at the end of a word only, as in كتا*", sign.start + before.index("*"))
        if before and before != written:
            return self._lowering.prefix(before, sign.start, title_only=self._title_only)
        required = required or ((after := self._peek()) is not None and after.kind == "AND")
        clauses = self._lowering.words(sign.text, title_only=self._title_only, required=required)
        # Signs inside a word (COVID-19) part it into several, which belong together if it has to match.
        return _combined(clauses, [], []) if required else _combined([], clauses, [])

    def _group(self, bracket: Sign, depth: int) -> Clause | None:
        self._check_depth(bracket, depth)
        clause = self._items(depth + 1)
        if (closing := self._peek()) is None or closing.kind != ")":
            raise self._error("this bracket is not closed; add ), or leave it out", bracket.start)
        self._at += 1
        return clause

    def _field(self, field: Sign, depth: int, *, required: bool) -> Clause | None:
        if field.text not in FIELD_WORDS:
            name = field.text if len(field.text) <= _MAX_QUOTED_CHARS else f"{field.text[:_MAX_QUOTED_CHARS]}…"
            raise self._error(f"there is no field {name!r} to search in; there is title:", field.start)
        self._check_depth(field, depth)
        self._operand_follows(field)
        outer, self._title_only = self._title_only, True
        try:
            return self._one(depth + 1, required=required)
        finally:
            self._title_only = outer

    def _check_depth(self, sign: Sign, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise self._error(f"brackets and fields are nested more than {MAX_DEPTH} deep", sign.start)

    def _peek(self) -> Sign | None:
        return self._signs[self._at] if self._at < len(self._signs) else None

    def _operand_follows(self, sign: Sign, allow: tuple[str, ...] = ()) -> None:
        after = self._peek()
        if after is None or after.kind in {"AND", "OR", "NOT", "+", "-", ")"}.difference(allow):
            raise self._error(f"{sign.text} has nothing after it to work on", sign.start)

    def _count(self, sign: Sign) -> None:
        places = self._lowering.places(sign.text)
        if self._words + len(places) > MAX_WORDS:
            first_too_many = sign.start + places[MAX_WORDS - self._words]
            raise self._error(f"the query has more than {MAX_WORDS} words; shorten it", first_too_many)
        self._words += len(places)

    def _error(self, reason: str, offset: int) -> QueryError:
        return QueryError(reason, query=self._text, offset=offset)


def _combined(required: list[Clause], wished: list[Clause], unwanted: list[Clause]) -> Clause | None:
    """Join clauses: all of `required`, any of `wished` (or, beside required ones, just better with), no `unwanted`."""
    if not required and not wished:
        return None
    if len(required) + len(wished) == 1 and not unwanted:
        return (required + wished)[0]
    matches = [clause.match for clause in required]
    match = any_of([c.match for c in wished]) if not matches else matches[0] if len(matches) == 1 else wq.And(matches)
    clause = Clause.joined(match, required + wished)
    if required and wished:
        match = wq.AndMaybe(match, any_of([c.match for c in wished]))
    if unwanted:
        match = wq.AndNot(match, any_of([c.match for c in unwanted]))
    return clause.matching(match)
