"""Pages for a terminal: wrapped, coloured, right-to-left text in reading order.

Invariants: a colour covers whole words only; Arabic stands on lines of its own, or last on its line, so that
no terminal's reordering can mix it with numbers and Latin text; article text cannot send control sequences.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from searchnews.messages import in_arabic, told
from searchnews.model import Article, Explanation, Hit, IndexStats, Results, Span
from searchnews.render import plain
from searchnews.render.bidi import Ordering, starts_from_right, visual
from searchnews.render.lines import cells, one_line, printable, whole_words

if TYPE_CHECKING:
    from searchnews.arabic.token import Forms, Token

__all__ = ["LABEL", "TITLE", "Page", "Screen", "analysis", "article", "results", "stats", "write_hit"]

# Of the sixteen colours, magenta keeps a contrast on black and on white in the common palettes; yellow, cyan
# and green vanish on white, blue on black. Bold carries it where there is no colour to see.
MATCH = "bold magenta"
TITLE = "bold"
LABEL = "dim"

MAX_LINE_CELLS = 100  # longer lines are hard to follow back to their beginning
INDENT = 4

_FSI, _PDI, _RLM = "\u2068", "\u2069", "\u200f"
_RIGHT_TO_LEFT, _DEFAULT_DIRECTION = "\x1b[2 k", "\x1b[ k"  # ECMA-48 SCP


@dataclass(frozen=True, slots=True)
class Screen:
    """What a page is made for: its width in cells, colour or none, and who orders right-to-left text."""

    width: int = 80
    color: bool = True
    ordering: Ordering = Ordering.NOBODY


def results(found: Results, screen: Screen) -> str:
    """Give the hits, a blank line between them, and how many there are in all."""
    page = Page(screen)
    for hit in found:
        write_hit(page, found, hit)
        page.blank()
    for note in plain.notes(found):
        line = Text()
        for label, text in note:
            line.append(label, style=LABEL)
            line.append_text(Text(text) if in_arabic() else page.ordered(Text(text)))
        page.line(line)
    page.line(Text(plain.summary(found), style=LABEL))
    for facet in found.facets:
        page.blank()
        page.latin(Text(facet.name, style=TITLE))
        for value, matches in plain.counts(facet):
            page.latin(Text(f"{matches:>9,}  ").append_text(page.ordered(Text(value))))
    return page.text()


def article(found: Article, screen: Screen) -> str:
    """Give an article to read: title, what is known of it, then its paragraphs."""
    page = Page(screen)
    page.arabic(_marked(found.title, (), style=TITLE) if found.title else Text(told(plain.UNTITLED), style=LABEL))
    page.facts("", [one_line(fact) for fact in (found.date, found.id) if fact])
    people = [found.source, found.category, found.author, found.place, found.agency]
    page.facts("", [one_line(fact) for fact in people if fact])
    for place in (found.url, found.path):
        if place:
            page.latin(Text(one_line(place), style=LABEL))
    for paragraph in printable(found.text).split("\n"):
        if paragraph.strip():
            page.blank()
            page.arabic(_marked(paragraph.strip(), ()))
    return page.text()


def stats(found: IndexStats, screen: Screen, *, index: str) -> str:
    """Give the figures of an index, one a line."""
    page = Page(screen)
    for first, last in plain.columns(plain.figures(found, index=index)):
        labels = ("", LABEL) if in_arabic() else (LABEL, "")
        page.latin(Text.assemble((f"{first}  ", labels[0]), page.ordered(Text(last, style=labels[1]))))
    return page.text()


def analysis(words: Iterable[tuple[Token, Forms]], screen: Screen) -> str:
    """Give what the analyzer made of each token, a line each, and below it the rules that did it.

    Between any two Arabic cells stands a Latin one: so the columns stay in place on every terminal.
    """
    page = Page(screen)
    rows = [(_cells_of(token, forms), forms.rules) for token, forms in words]
    widths = [max(cells(cell) for cell in column) for column in zip(*(row for row, _ in rows), strict=True)]
    for row, rules in rows:
        line = Text()
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            shown = page.ordered(Text(cell, style=_ANALYSIS_STYLES[place]))
            line.append_text(shown).append(" " * (width - cells(shown.plain) + 1 + place % 2))
        line.rstrip()  # or the blanks after the last cell would wrap
        page.latin(line)
        if rules:
            names = [page.ordered(Text(one_line(rule), style=LABEL)) for rule in rules]
            page.latin(Text("; ", style=LABEL).join(names), indent=widths[0] + 1)
    return page.text()


_ANALYSIS_STYLES = (LABEL, TITLE, LABEL, "", LABEL, "", LABEL, "")


def _cells_of(token: Token, forms: Forms) -> tuple[str, ...]:
    kind = "stop word" if forms.stop else token.kind
    labelled = ("folded", forms.surface, "stem", forms.stem, "root", forms.root)
    return (f"{token.start}-{token.end} {kind}", one_line(token.text), *labelled)


def write_hit(page: Page, found: Results, hit: Hit) -> None:
    """Write what is known of a hit, its title, its snippets and, where it was asked for, its evidence."""
    page.facts(str(hit.rank), plain.facts(hit), dimmed=hit.id)
    if hit.title:
        page.arabic(_marked(hit.title, hit.title_highlights, style=TITLE), indent=INDENT)
    else:
        page.arabic(Text(told(plain.UNTITLED), style=LABEL), indent=INDENT)
    for snippet in hit.snippets:
        page.arabic(_marked(snippet.text, snippet.highlights), indent=INDENT)
    if said := plain.similar(hit):
        page.latin(Text(said, style=LABEL), indent=INDENT)
    for part in found.explain(hit):
        page.latin(_evidence(page, part), indent=INDENT)


def _evidence(page: Page, part: Explanation) -> Text:
    line = Text(f"{part.score:+8.3f}  {part.form:<14}  ", style=LABEL)
    line.append_text(page.ordered(Text(one_line(part.term))))
    line.append("  from ", style=LABEL)
    return line.append_text(page.ordered(Text(one_line(part.word))))


def _marked(text: str, spans: Iterable[Span], *, style: str = "") -> Text:
    marked = Text(one_line(text), style=style)
    for start, end in whole_words(text, spans):
        marked.stylize(MATCH, start, end)
    return marked


class Page:
    """Lines gathered for one screen. `arabic` lines are set from the right where that can be had."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._measure = max(20, min(screen.width, MAX_LINE_CELLS))
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=max(20, screen.width),
            force_terminal=screen.color,
            color_system="standard" if screen.color else None,
            no_color=not screen.color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def text(self) -> str:
        """Give all that was written."""
        return self._out.getvalue()

    def blank(self) -> None:
        """Write an empty line."""
        self._out.write("\n")

    def latin(self, text: Text, *, indent: int = 0) -> None:
        """Write a line whose first words are Latin or numbers, as it is."""
        self._put(Text(" " * indent).append_text(text))

    def line(self, text: Text) -> None:
        """Write a line of ours, in the direction of the language it is in."""
        if starts_from_right(text.plain):
            self.arabic(text)
        else:
            self.latin(text)

    def facts(self, rank: str, known: list[str], *, dimmed: str = "") -> None:
        """Write what is known of an article on one line, the part that may be Arabic last."""
        line = Text()
        from_right = self.screen.ordering is Ordering.PROGRAM
        if rank:
            line.append(f"{rank:<{INDENT}}", style=TITLE)
        for place, fact in enumerate(known):
            if place:
                line.append(" · " + _RLM * from_right, style=LABEL)
            piece = Text(fact, style=LABEL if fact == dimmed else "")
            line.append_text(self._isolated(piece))
        if known:
            self._set(line)

    def arabic(self, text: Text, *, indent: int = 0) -> None:
        """Wrap a right-to-left paragraph and write its lines, each in the order the screen needs."""
        for line in text.wrap(self._console, self._measure - indent):
            line.rstrip()
            self._set(line, indent=indent)

    def _set(self, line: Text, *, indent: int = 0) -> None:
        """Write one line from the right, indented there, or from the left where no screen order is known."""
        if self.screen.ordering is Ordering.PROGRAM:
            shown = _reordered(line, right_to_left=True)
            left = self.screen.width - indent - cells(shown.plain)
            self._put(Text(" " * max(0, left)).append_text(shown))
        elif self.screen.ordering is Ordering.PARAGRAPHS:
            self._out.write(_RIGHT_TO_LEFT)
            self._put(Text(" " * indent).append_text(line), end=_DEFAULT_DIRECTION + "\n")
        else:
            self._put(Text(" " * indent).append_text(line))

    def ordered(self, text: Text) -> Text:
        """Give a piece of a left-to-right line in the order the screen needs: it is a line of its own."""
        if self.screen.ordering is Ordering.PROGRAM:
            return _reordered(text, right_to_left=starts_from_right(text.plain))
        return self._isolated(text)

    def _isolated(self, text: Text) -> Text:
        orders = self.screen.ordering in (Ordering.TERMINAL, Ordering.PARAGRAPHS)
        return Text.assemble(_FSI, text, _PDI) if orders and not text.plain.isascii() else text

    def _put(self, text: Text, *, end: str = "\n") -> None:
        self._console.print(text, end="", soft_wrap=True)
        self._out.write(end)


def _reordered(line: Text, *, right_to_left: bool) -> Text:
    """Give `line` as the screen shows it from left to right, each character with the style it had."""
    styles: list[str] = [""] * len(line.plain)
    for start, end, style in line.spans:
        styles[start:end] = [str(style)] * (end - start)
    shown = Text(style=line.style)
    ordered = visual(line.plain, right_to_left=right_to_left)
    for style, run in groupby(ordered, key=lambda cell: styles[cell.source]):  # one escape sequence a run
        shown.append("".join(cell.char for cell in run), style=style or None)
    return shown
