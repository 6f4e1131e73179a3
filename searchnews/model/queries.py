"""A query as a value: its text, and the filters that narrow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

__all__ = ["Filter", "Query"]


class Filter(NamedTuple):
    """A condition on what is known of an article: a field (`source`, `date` ...), a value, and whether it is shut out.

    Values are written as in a query: `Filter("date", "2018-01..2018-03")`, `Filter("source", "الجزيرة", True)`.
    """

    field: str
    value: str
    exclude: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: `text` in the query language, and `filters` beside those that stand in it.

    With `arabic_operators` the separate words و, أو and ليس are AND, OR and NOT. `str` gives the query as one text
    that means the same.

        >>> str(Query("محادثات السلام").where(source="BBC", since="2018-01").without(category="رياضة"))
        'محادثات السلام source:BBC date:>=2018-01 -category:رياضة'
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    arabic_operators: bool = False

    @classmethod
    def of(cls, query: str | Query) -> Query:
        """Give the query that a text is; one that is a query already stays as it is. TypeError for anything else."""
        given: object = query
        if not isinstance(given, str | Query):
            raise TypeError(f"a query is a text or a Query, not {type(given).__name__}")
        return cls(query) if isinstance(query, str) else query

    def where(self, *, since: str = "", until: str = "", **values: str | Iterable[str]) -> Query:
        """Narrow to articles with one of the `values` of each field named, of the time from `since` to `until`.

        Fields are source, category, author, place, agency, lang and date; both ends of the time are part of it.
        """
        bounds = [Filter("date", sign + day) for sign, day in ((">=", since), ("<=", until)) if day]
        return replace(self, filters=(*self.filters, *_filters(values.items(), exclude=False), *bounds))

    def without(self, **values: str | Iterable[str]) -> Query:
        """Leave out articles with any of the `values` of the fields named."""
        return replace(self, filters=(*self.filters, *_filters(values.items(), exclude=True)))

    def __str__(self) -> str:
        return " ".join([*([self.text] if self.text else []), *map(_written, self.filters)])


def _filters(values: Iterable[tuple[str, str | Iterable[str]]], *, exclude: bool) -> list[Filter]:
    return [
        Filter(field, value, exclude) for field, some in values for value in ([some] if isinstance(some, str) else some)
    ]


def _written(given: Filter) -> str:
    plain = not any(letter.isspace() or letter in '()"«»“”„‟' for letter in given.value)
    value = given.value if plain else f"«{given.value}»" if '"' in given.value else f'"{given.value}"'
    return f"{'-' * given.exclude}{given.field}:{value}"
