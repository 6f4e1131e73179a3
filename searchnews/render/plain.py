"""Pages as plain text for pipes and files: no colour, no wrapping, logical order, one fact a line.

Invariant: what an article says stays on one line of its own, whole, so that grep finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from searchnews.messages import counted, in_arabic, told
from searchnews.model import Article, Explanation, Hit, IndexStats, Results
from searchnews.render.lines import one_line, printable

if TYPE_CHECKING:
    from searchnews.arabic.token import Forms, Token
    from searchnews.model.counts import Facet
    from searchnews.model.loads import AddReport

__all__ = [
    "analysis",
    "article",
    "columns",
    "counts",
    "facts",
    "figures",
    "hit_lines",
    "notes",
    "report",
    "results",
    "similar",
    "stats",
    "summary",
]

UNTITLED = "(no title)"

_MARKS = ("\ue000", "\ue001")  # of the private area: they stand where a text is to be set apart in a message

MOST_COUNTS = 60
"""Values of a facet on a page; JSON has all."""

_LOOKED_FOR = {
    False: "no article has {}; looked for {}",
    True: "no article has {}; looked for words of the root {}",
}


def results(found: Results) -> str:
    """Give the hits, a blank line between them, and how many there are in all.

    The lines of a hit: rank and title; date, score, id and source; then its snippets.
    """
    blocks = ["\n".join(hit_lines(found, hit)) for hit in found]
    said = ["".join(label + text for label, text in note) for note in notes(found)]
    by_value = ["\n".join([facet.name, *(f"{n:>9,}  {value}" for value, n in counts(facet))]) for facet in found.facets]
    return "\n\n".join([*blocks, "\n".join([*said, summary(found)]), *by_value]) + "\n"


def counts(facet: Facet) -> list[tuple[str, int]]:
    """Give the values of a facet that a page shows, each on a line, with their counts; then what is left out."""
    shown = [(one_line(value), matches) for value, matches in facet.counts[:MOST_COUNTS]]
    more = sum(matches for _, matches in facet.counts[MOST_COUNTS:])
    if more:
        shown.append((told("(in {} more)", f"{facet.values - len(shown):,}"), more))
    return [*shown, (told("(none)"), facet.missing)] if facet.missing else shown


def notes(found: Results) -> list[list[tuple[str, str]]]:
    """Say what was asked that is not what was given: for each note, words of ours, each with a text of the query."""
    said = [_parted(told(_LOOKED_FOR[by_root], *_MARKS), word, instead) for word, instead, by_root in found.corrections]
    for field, value, known in found.unknown:
        note = _parted(told("no article has the {} {}", field, _MARKS[0]), value)
        for place, one in enumerate(known):
            note += _parted(told(", {}" if place else "; there is {}", _MARKS[0]), one)
        said.append(note)
    if found.asked:
        said.append(_parted(told("no article matches all of that; asked for {}", _MARKS[0]), found.asked))
    return said


def _parted(message: str, *texts: str) -> list[tuple[str, str]]:
    """Part a message at its marks, each of which stands for a text, in the order of the message."""
    pieces = re.split(f"([{''.join(_MARKS)}])", message)
    marks = dict(zip(_MARKS, map(one_line, texts), strict=False))
    ends = [marks[mark] for mark in pieces[1::2]]
    return list(zip(pieces[::2], [*ends, ""], strict=True))


def summary(found: Results) -> str:
    """Say how many articles match, how long it took and, when only some are shown, which."""
    there = found.total if found.groups is None else found.groups
    what = counted("{} match", "{} matches", found.total)
    if there != found.total:
        what = told("{}, {} without reprints,", what, f"{there:,}")
    said = told("{} in {} ms", what, f"{found.took_ms:.1f}")
    first, last = found.offset + 1, found.offset + len(found)
    if len(found) == there:
        return said
    if not len(found):
        return told("{}, none shown", said)
    return told("{}, {}-{} shown", said, f"{first:,}", f"{last:,}")


def similar(hit: Hit) -> str:
    """Say how many reprints a hit stands for; empty where it is the only one."""
    if hit.similar is None:
        return ""
    sources = hit.similar.sources
    return f"and {hit.similar.count:,} similar from {sources:,} {'source' if sources == 1 else 'sources'}"


def facts(hit: Hit) -> list[str]:
    """Give what is known of a hit besides its text: day, score if it has one, id, source, in this order.

    The source comes last because it may be Arabic: with numbers before it and nothing after it, the line
    reads the same whether or not a terminal reorders right-to-left text.
    """
    known = [(hit.date or "")[:10], f"{hit.score:.3f}" if hit.score else "", hit.id, hit.source]
    return [one_line(fact) for fact in known if fact]


def article(found: Article) -> str:
    """Give an article to read: title, what is known of it, a blank line, the text."""
    known = [found.date, found.id, found.category, found.author, found.place, found.agency, found.source]
    head = [one_line(found.title) or told(UNTITLED), " · ".join(one_line(fact) for fact in known if fact)]
    head += [one_line(fact) for fact in (found.url, found.path) if fact]
    return "\n".join([*head, "", printable(found.text)]).rstrip("\n") + "\n"


def report(done: AddReport, *, repaired: int) -> str:
    """Say in one line what a load did."""
    mended = told(" ({} repaired)", f"{repaired:,}") if repaired else ""
    counts = (f"{count:,}" for count in (done.added, done.updated, done.unchanged, done.removed, done.skipped))
    message = "{} added, {} updated, {} unchanged, {} removed, {} skipped{} in {} seconds"
    return told(message, *counts, mended, f"{done.seconds:.1f}") + "\n"


def stats(found: IndexStats, *, index: str) -> str:
    """Give the figures of an index, one a line: name, two or more blanks, value."""
    return "".join(f"{first}  {last}\n" for first, last in columns(figures(found, index=index)))


def columns(figures: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give figures as two columns, the first filled up with blanks; names that are Arabic stand last."""
    pairs = [(value, name) if in_arabic() else (name, value) for name, value in figures.items()]
    width = max(len(first) for first, _ in pairs)
    return [(f"{first:<{width}}", last) for first, last in pairs]


def figures(found: IndexStats, *, index: str) -> Mapping[str, str]:
    """Give the figures of an index by name, numbers with thousands separators."""
    return {
        told("index"): one_line(index),
        told("documents"): f"{found.documents:,}",
        told("terms"): f"{found.terms:,}",
        told("tokens"): f"{found.tokens:,}",
        told("bytes"): f"{found.bytes:,}",
        told("segments"): f"{found.segments:,}",
        told("analyzer"): found.analyzer,
        told("engine"): found.engine,
        **{told("{} version", name): value for name, value in found.versions.items()},
    }


def analysis(words: Iterable[tuple[Token, Forms]]) -> str:
    """Give a table with a heading, columns parted by tabs, one token a line."""
    rows = ["token\tstart\tend\tkind\tfolded\tstem\troot\tstop\trules\n"]
    for token, forms in words:
        stop = "stop" if forms.stop else "-"
        row = [one_line(token.text), str(token.start), str(token.end), token.kind]
        row += [forms.surface, forms.stem, forms.root, stop, "; ".join(forms.rules) or "-"]
        rows.append("\t".join(row) + "\n")
    return "".join(rows)


def hit_lines(found: Results, hit: Hit) -> list[str]:
    """Give the lines of a hit."""
    lines = [f"{hit.rank}. {one_line(hit.title) or told(UNTITLED)}", "   " + " · ".join(facts(hit))]
    lines += ["   " + one_line(snippet.text).strip() for snippet in hit.snippets]
    lines += ["   " + said for said in (similar(hit),) if said]
    lines += ["   " + _evidence(part) for part in found.explain(hit)]
    return lines


def _evidence(part: Explanation) -> str:
    return f"{part.score:+.3f}  {part.form}  {one_line(part.term)}  ({one_line(part.word)})"
