"""Words with their numbers: completions, and what sets the words of some articles apart.

Invariant: on each line numbers stand first and Arabic last, so that no terminal's reordering can mix them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from searchnews.messages import counted
from searchnews.model.words import Suggestion, TellingWord, TellingWords
from searchnews.render.lines import one_line

if TYPE_CHECKING:
    from searchnews.render.terminal import Screen

__all__ = ["suggestions", "suggestions_data", "suggestions_page", "telling", "telling_data", "telling_page"]


def suggestions(found: Iterable[Suggestion]) -> str:
    """Give a completion a line: of a word how many articles have it, of a title the article's id; a tab; the text."""
    return "".join(f"{_first(one)}\t{one_line(one.text)}\n" for one in found)


def suggestions_data(found: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Give completions as JSON-ready values."""
    return [asdict(one) for one in found]


def suggestions_page(found: Sequence[Suggestion], screen: Screen) -> str:
    """Give completions for a terminal."""
    return _rows([(_first(one, grouped=True), one.text) for one in found], screen)


def telling(found: TellingWords) -> str:
    """Give a table with a heading, columns parted by tabs: the words, then the pairs of words."""
    rows = ["kind\tarticles\toverall\tsignificance\ttext\n"]
    for kind, words in (("word", found.words), ("phrase", found.phrases)):
        rows += [f"{kind}\t{w.articles}\t{w.overall}\t{w.significance:.1f}\t{one_line(w.text)}\n" for w in words]
    return "".join(rows)


def telling_data(found: TellingWords) -> dict[str, Any]:
    """Give telling words as JSON-ready values."""
    return asdict(found)


def telling_page(found: TellingWords, screen: Screen) -> str:
    """Give the words for a terminal: with each the articles that have it, their share, and all in the index."""
    from rich.text import Text

    from searchnews.render.terminal import LABEL, Page

    page = Page(screen)
    of_words = counted("words, of {} article", "words, of {} articles", found.total)
    of_phrases = counted("phrases, of {} article", "phrases, of {} articles", found.read)
    for heading, words, articles in (
        (of_words, found.words, found.total),
        (of_phrases, found.phrases, found.read),
    ):
        if words:
            page.line(Text(heading, style=LABEL))
        for word in words:
            numbers = _numbers(word, articles)
            page.latin(Text.assemble((numbers, LABEL), page.ordered(Text(one_line(word.text)))))
    return page.text()


def _numbers(word: TellingWord, articles: int) -> str:
    share = word.articles / articles if articles else 0.0
    return f"{word.articles:>8,} {share:>6.1%} / {word.overall:>8,}  "


def _first(one: Suggestion, *, grouped: bool = False) -> str:
    return one_line(one.id) if one.kind == "title" else f"{one.articles:,}" if grouped else str(one.articles)


def _rows(rows: Sequence[tuple[str, str]], screen: Screen) -> str:
    """Set a number or an id, and a text, on each line."""
    from rich.text import Text

    from searchnews.render.terminal import LABEL, Page

    page = Page(screen)
    width = max((len(number) for number, _ in rows), default=0)
    for number, text in rows:
        shown = page.ordered(Text(one_line(text)))
        page.latin(Text.assemble((f"{number:>{width}}  ", LABEL), shown))
    return page.text()
