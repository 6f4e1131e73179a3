"""The query language: text to plan. What a query may hold is the grammar's; what its words mean, `lowering`'s."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from whoosh import query as wq

from searchnews.arabic import Analyzer
from searchnews.arabic.spellings import Spellings
from searchnews.errors import QueryError
from searchnews.model import Correction, Query, UnknownValue, Wanted
from searchnews.query.filters import conditions_of, lowered
from searchnews.query.grammar import Parser
from searchnews.query.lowering import Clause, Evidence, IndexTerms, Lowering
from searchnews.query.operators import Check
from searchnews.query.rows import rows
from searchnews.query.syntax import plain_signs_of, signs_of
from searchnews.query.units import any_of
from searchnews.ranking.rescoring import Asked

__all__ = ["MAX_QUERY_CHARS", "Plan", "parse"]

MAX_QUERY_CHARS: Final = 10_000


class Plan(NamedTuple):
    """A query ready to run: the tree, what to highlight, the evidence that an explanation names, and the words.

    `corrections` say what is looked for instead of words that no article has, `unknown` which values of filters none
    has. Where nothing is `ranked`, all that match are alike: the query has no words, only filters. `narrowing` is the
    tree of the filters, which `query` holds. `checks` are what the texts of the matches have to pass besides.
    """

    query: wq.Query
    wanted: Wanted
    evidence: tuple[Evidence, ...]
    words: tuple[Asked, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unknown: tuple[UnknownValue, ...] = ()
    ranked: bool = True
    narrowing: wq.Query | None = None
    checks: tuple[Check, ...] = ()
    text: str = ""


def parse(
    query: str | Query,
    analyzer: Analyzer,
    terms: IndexTerms,
    *,
    plain: bool = False,
    strict: bool = False,
    title_boost: float = 1.0,
    today: dt.date | None = None,
    spellings: Spellings | None = None,
) -> Plan:
    """Understand a query; where it is `plain`, as words alone, whatever signs are among them.

    Where `strict`, words that no article has are left as they are.

    `title_boost` multiplies what a word in the headline adds to the score. Words are looked for in all the ways that
    `spellings` know of. Words for times count from `today`.

    QueryError, with the offset of the mistake, where it cannot be understood, holds no word, only excludes, or is
    beyond `MAX_QUERY_CHARS` or the bounds of the grammar.
    """
    asked = Query.of(query)
    text, given = asked.text, conditions_of(asked.filters)
    if len(text) > MAX_QUERY_CHARS:
        reason = f"the query has {len(text):,} characters, more than {MAX_QUERY_CHARS:,}; shorten it"
        raise QueryError(reason, query=text, offset=MAX_QUERY_CHARS)
    signs = rows(list(plain_signs_of(text) if plain else signs_of(text, arabic_operators=asked.arabic_operators)))
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
        parser = Parser(text, signs, lowering, filtered=bool(given))
        try:
            clause = parser.query()
        except QueryError:
            if keep_stop_words or not lowering.left_out:
                raise
            continue  # it may be that beside stop words it only says what to leave out
        if clause is not None:
            break
    conditions = [*parser.conditions, *given]
    if clause is None:
        if not any(not condition.exclude for condition in conditions):
            raise QueryError("there is no word to look for; give one", query=text)
        clause = Clause(wq.Every())
    tree = wq.AndMaybe(clause.match, any_of(clause.extras)) if clause.extras else clause.match
    narrowing, unknown = None, tuple[UnknownValue, ...]()
    if conditions:
        narrowing, unknown = lowered(conditions, terms, analyzer.fold, today or dt.date.today())
        tree = wq.Require(tree, narrowing)
    return Plan(
        tree,
        clause.wanted,
        clause.evidence,
        clause.words,
        tuple(lowering.corrections),
        unknown,
        ranked=bool(clause.evidence or clause.wanted != Wanted()),
        narrowing=narrowing,
        checks=tuple(parser.checks),
        text=text,
    )
