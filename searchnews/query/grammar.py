"""The grammar of queries: signs to clauses.

    query  := item+                      any of the items; the more match, the better the rank
    item   := ('+' | '-' | 'NOT')? any   + has to match, - and NOT must not
    any    := all ('OR' all)*
    all    := one ('AND' 'NOT'? one)*
    one    := word ('NEAR/5' word)* | pattern | "phrase" ('~5' | '~sentence')? | ('=' | '==') (word | "phrase")
            | field ':' one | filter ':' value | (number 'of')? '(' query ')'

A word that an operator (but OR) governs is `required`: it is taken at its word, stop word or not, and all parts of
it (COVID-19) together. A filter narrows the whole query, so it stands beside words, and not within an OR or brackets
with them. Owns the grammar; reading signs is `signs`', joining what they mean `combining`'s.
"""

from __future__ import annotations

import re
from typing import Final

from whoosh import query as wq

from searchnews.query.combining import combined
from searchnews.query.filters import Condition
from searchnews.query.lowering import Clause, Lowering
from searchnews.query.operators import Check, Operators, at_least
from searchnews.query.rows import has_one_letter_left_out
from searchnews.query.signs import SignReader
from searchnews.query.syntax import FIELD_WORDS, FILTER_WORDS, Sign

__all__ = ["Parser"]

_AFTER_STAR: Final = "؟?!.,،؛:"
_MAX_QUOTED_CHARS: Final = 30
_SLIPS: Final = re.compile(r"(\w[^~]*)~([12])?")
_FILTERS: Final = ", ".join(f"{name}:" for name in FILTER_WORDS if name.isascii())


class Parser(SignReader):
    """Recursive descent over the signs of one query."""

    def __init__(self, text: str, signs: list[Sign], lowering: Lowering, *, filtered: bool) -> None:
        super().__init__(text, signs, lowering.places)
        self._lowering = lowering
        self._filtered = filtered or "filter" in [sign.kind for sign in signs]
        self.conditions: list[Condition] = []
        self._operators = Operators(text, lowering.analyzer, lowering.terms, self._required_words)
        self.checks: list[Check] = []
        self._title_only = False

    def query(self) -> Clause | None:
        """Read the whole query; None where it has no word that counts."""
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
            before, checked = len(self.conditions), len(self.checks)
            clause = self._any(depth, required=sign.kind in ("+", "-", "NOT"))
            if sign.kind in ("-", "NOT"):
                clause = self._exclude(before, checked, clause)
            if clause is not None:
                place = required if len(self.checks) > checked else wished
                {"+": required, "-": unwanted, "NOT": unwanted}.get(sign.kind, place).append(clause)
        if unwanted and not required and not wished:
            if self._filtered and not depth:
                required.append(Clause(wq.Every()))
                return combined(required, wished, unwanted)
            raise self._error("the query only says what to leave out; add a word to look for", start)
        return combined(required, wished, unwanted)

    def _any(self, depth: int, *, required: bool) -> Clause | None:
        before, checked, start = len(self.conditions), len(self.checks), self._signs[self._at].start
        clauses = [self._all(depth, required=required)]
        while (sign := self._peek()) is not None and sign.kind == "OR":
            self._at += 1
            self._operand_follows(sign)
            clauses.append(self._all(depth, required=required))
        if len(clauses) > 1:
            self._check_alternatives(before, clauses, start)
            self._stand_alone(checked)
        return combined([], [c for c in clauses if c is not None], [])

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
            before, checked = len(self.conditions), len(self.checks)
            clause = self._one(depth, required=True)
            side.append(self._exclude(before, checked, clause) if side is unwanted else clause)
        return combined([c for c in wanted if c is not None], [], [c for c in unwanted if c is not None])

    def _one(self, depth: int, *, required: bool) -> Clause | None:
        sign = self._signs[self._at]
        if sign.kind in ("AND", "OR", "NOT", "+", "-", "NEAR"):
            name = f"NEAR/{sign.text}" if sign.kind == "NEAR" else sign.text
            raise self._error(f"{name} needs something before it and after it", sign.start)
        self._at += 1
        match sign.kind:
            case "(":
                return self._group(sign, depth)
            case "field":
                return self._field(sign, depth, required=required)
            case "filter":
                value = self._signs[self._at]
                self._at += 1
                self.conditions.append(Condition(sign.text, value.text, False, self._text, value.start))
                return None
            case "phrase":
                self._count(sign)
                return self._lowering.phrase(sign.text, title_only=self._title_only)
            case "within" | "sentence" | "=" | "==":
                return self._operator(sign)
            case "of":
                return self._at_least(sign, depth)
        if (after := self._peek()) is not None and after.kind == "NEAR":
            return self._near(sign)
        return self._word(sign, required=required)

    def _operator(self, sign: Sign) -> Clause:
        """Read the word or phrase that stands behind a sign about its letters or places."""
        operand = self._peek()
        if operand is None or operand.kind not in ("word", "phrase"):
            raise self._error(f"{sign.text} stands right before a word or a phrase", sign.start)
        self._at += 1
        self._count(operand)
        text, start, title_only = operand.text, operand.start, self._title_only
        if sign.kind == "within":
            return self._operators.near(text, int(sign.text), sign.start, title_only=title_only)
        if sign.kind == "=":
            return self._operators.exact(text, start, title_only=title_only)
        asked = self._operators.sentence if sign.kind == "sentence" else self._operators.letters
        clause, check = asked(text, start if sign.kind == "==" else sign.start, title_only=title_only)
        self.checks.append(check)
        return clause

    def _near(self, first: Sign) -> Clause:
        """Read the words that NEAR joins."""
        words, places = [first], []
        while (sign := self._peek()) is not None and sign.kind == "NEAR":
            self._at += 1
            places.append(int(sign.text))
            if (after := self._peek()) is None or after.kind != "word":
                raise self._error(f"NEAR/{sign.text} stands between two words", sign.start)
            words.append(after)
            self._at += 1
        for word in words:
            self._count(word)
        text = " ".join(word.text for word in words)
        return self._operators.near(text, max(places), words[1].start, title_only=self._title_only)

    def _at_least(self, sign: Sign, depth: int) -> Clause:
        """Read `2 of (...)`."""
        bracket = self._signs[self._at]
        self._check_depth(bracket, depth)
        self._at += 1
        before, checked = len(self.conditions), len(self.checks)
        clauses = []
        while (item := self._peek()) is not None and item.kind != ")":
            if (clause := self._any(depth + 1, required=True)) is not None:
                clauses.append(clause)
        if self._peek() is None:
            raise self._error("this bracket is not closed; add ), or leave it out", bracket.start)
        self._at += 1
        self._stand_alone(checked)
        if len(self.conditions) > before:
            raise self._error("a filter narrows the whole query; put it outside the brackets", sign.start)
        count = int(sign.text)
        if not 1 <= count <= len(clauses):
            raise self._error(f"of {len(clauses)} things no {count} can be there", sign.start)
        match = at_least(count, [clause.match for clause in clauses])
        if match is None:
            raise self._error("there are too many ways to choose; give ten things or fewer", sign.start)
        return Clause.joined(match, clauses)

    def _required_words(self, text: str, title_only: bool) -> list[Clause]:
        return self._lowering.words(text, title_only=title_only, required=True)

    def _word(self, sign: Sign, *, required: bool) -> Clause | None:
        self._count(sign)
        if slips := _SLIPS.fullmatch(sign.text):
            count = int(slips[2] or 1)
            return self._operators.fuzzy(slips[1], count, sign.start, title_only=self._title_only)
        written = sign.text.rstrip(_AFTER_STAR)
        before = written.rstrip("*")
        if "*" in before or has_one_letter_left_out(sign.text):
            written = sign.text.rstrip(_AFTER_STAR.replace("?", ""))
            return self._operators.wildcard(written, sign.start, title_only=self._title_only)
        if before and before != written:
            return self._lowering.prefix(before, sign.start, title_only=self._title_only)
        required = required or ((after := self._peek()) is not None and after.kind == "AND")
        clauses = self._lowering.words(sign.text, title_only=self._title_only, required=required)
        # Signs inside a word (COVID-19) part it into several, which belong together if it has to match.
        return combined(clauses, [], []) if required else combined([], clauses, [])

    def _exclude(self, conditions: int, checks: int, clause: Clause | None) -> Clause | None:
        """Turn the filters and checks met since then into their opposite; give what is left to leave out."""
        self.conditions[conditions:] = [c._replace(exclude=not c.exclude) for c in self.conditions[conditions:]]
        if len(self.checks) == checks:
            return clause
        self.checks[checks:] = [c._replace(exclude=not c.exclude) for c in self.checks[checks:]]
        return None  # the text decides: the word alone does not shut an article out

    def _stand_alone(self, checks: int) -> None:
        """Make sure that no check was met since then: a text is asked for each thing by itself."""
        if len(self.checks) > checks:
            check = self.checks[checks]
            reason = (
                f"{check.name} is looked up in the texts that match: put it beside the words, outside brackets and OR"
            )
            raise self._error(reason, check.start)

    def _check_alternatives(self, since: int, clauses: list[Clause | None], start: int) -> None:
        """Make sure that OR joins words, or filters of one field."""
        fields = {condition.field for condition in self.conditions[since:]}
        if fields and (len(fields) > 1 or any(clause is not None for clause in clauses)):
            raise self._error("OR joins words, or filters of one field; put other filters beside the words", start)

    def _group(self, bracket: Sign, depth: int) -> Clause | None:
        self._check_depth(bracket, depth)
        before, checked = len(self.conditions), len(self.checks)
        clause = self._items(depth + 1)
        self._stand_alone(checked)
        if clause is not None and len(self.conditions) > before:
            reason = "a filter narrows the whole query; put it outside the brackets"
            raise self._error(reason, self.conditions[before].start)
        if (closing := self._peek()) is None or closing.kind != ")":
            raise self._error("this bracket is not closed; add ), or leave it out", bracket.start)
        self._at += 1
        return clause

    def _field(self, field: Sign, depth: int, *, required: bool) -> Clause | None:
        if field.text not in FIELD_WORDS:
            name = field.text if len(field.text) <= _MAX_QUOTED_CHARS else f"{field.text[:_MAX_QUOTED_CHARS]}…"
            raise self._error(f"there is no field {name!r}; there are title:, {_FILTERS}", field.start)
        self._check_depth(field, depth)
        self._operand_follows(field)
        if self._signs[self._at].kind == "filter":
            raise self._error(f"{field.text}: takes words, and no filter", field.start)
        outer, self._title_only = self._title_only, True
        try:
            return self._one(depth + 1, required=required)
        finally:
            self._title_only = outer
