"""The names of what is done to articles when they are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from searchnews.errors import SearchNewsError

__all__ = ["STEPS", "check_steps"]

STEPS: Final[Mapping[str, str]] = {
    "entities": "character references become the characters that they name: &quot; &#1575;",
    "tags": "HTML tags and comments go, scripts with what is in them",
    "template-residue": "what a template failed to fill in goes: {{ article.visit_count }}",
    "control-characters": "control and private-use characters and lone surrogates go",
    "lost-characters": "U+FFFD goes, which stands where a byte was lost",
    "scripts": "lines of JavaScript and style sheets that stand in the text go",
    "reading-tips": "lines that lead elsewhere and lines of buttons go: اقرأ أيضا، تابعونا على، شارك",
    "repeated-paragraph": "a long paragraph that stood before goes",
    "repeated-body": "a body that comes twice goes",
    "boilerplate": "lines go that were learned to recur in a source (`searchnews doctor --learn`)",
    "byline": "an author is read from the first line, where the record has none; the text stays",
    "dateline": "place and agency are read from how the text begins; the text stays",
}
"""What is done to articles, by the names under which it is counted and can be switched off."""


def check_steps(names: Collection[str]) -> frozenset[str]:
    """Give the names of steps on; SearchNewsError for one that there is none of."""
    if unknown := sorted(set(names) - set(STEPS)):
        raise SearchNewsError(f"no cleaning step is called {unknown[0]!r}; there are {', '.join(STEPS)}")
    return frozenset(names)
