"""Stretches of text: what is looked for in one, and what is quoted of it. Offsets are code points, half-open."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Snippet", "Span", "Wanted"]


class Span(NamedTuple):
    """A stretch of text: code points, half-open."""

    start: int
    end: int


class Wanted(NamedTuple):
    """What a query looks for, in the terms of the analysis: what a highlighter has to find again in a text.

    A token is wanted if its stem is in `stems`, if its surface or stem begins with one of `prefixes`, or if it is
    part of a run of tokens that fits one of `phrases`, each a sequence of sets of surfaces.
    """

    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[frozenset[str], ...], ...] = ()


class Snippet(NamedTuple):
    """A passage of an article and the spans in it that match: whole words, sorted, not overlapping."""

    text: str
    highlights: tuple[Span, ...] = ()

    def marked(self, before: str = "**", after: str = "**") -> str:
        """Give the text with each highlight between `before` and `after` (nothing is escaped)."""
        out, at = [], 0
        for start, end in self.highlights:
            out += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*out, self.text[at:]])
