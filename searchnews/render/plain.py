"""Pages as plain text for pipes and files: no colour, no wrapping, logical order, one fact a line.

Invariant: what an article says stays on one line of its own, whole, so that grep finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from searchnews.model import AddReport, Article, Explanation, Hit, IndexStats, Results
from searchnews.render.lines import one_line, printable

if TYPE_CHECKING:
    from searchnews.arabic.token import Forms, Token

__all__ = ["analysis", "article", "facts", "figures", "notes", "report", "results", "similar", "stats", "summary"]

UNTITLED = "(no title)"


def results(found: Results) -> str:
    """Give the hits, a blank line between them, and how many there are in all.

    The lines of a hit: rank and title; date, score, id and source; then its snippets.
    """
    blocks = [_hit(found, hit) for hit in found]
    said = ["".join(label + text for label, text in note) for note in notes(found)]
    return "\n\n".join([*blocks, "\n".join([*said, summary(found)])]) + "\n"


def notes(found: Results) -> list[list[tuple[str, str]]]:
    """Say what was asked that is not what was given: for each note, words of ours, each with a text of the query."""
    said = [
        [("no article has ", one_line(word)), ("; looked for ", one_line(instead))]
        for word, instead in found.corrections
    ]
    if found.asked:
        said.append([("no article matches all of that; asked for ", one_line(found.asked))])
    return said


def summary(found: Results) -> str:
    """Say how many articles match, how long it took and, when only some are shown, which."""
    said = f"{found.total:,} {'match' if found.total == 1 else 'matches'}"
    there = found.total if found.groups is None else found.groups
    if there != found.total:
        said += f", {there:,} without reprints,"
    said += f" in {found.took_ms:.1f} ms"
    first, last = found.offset + 1, found.offset + len(found)
    if len(found) == there:
        return said
    if not len(found):
        return f"{said}, none shown"
    return f"{said}, {first:,}-{last:,} shown"


def similar(hit: Hit) -> str:
    """Say how many reprints a hit stands for; empty where it is the only one."""
    if hit.similar is None:
        return ""
    sources = hit.similar.sources
    return f"and {hit.similar.count:,} similar from {sources:,} {'source' if sources == 1 else 'sources'}"


def facts(hit: Hit) -> list[str]:
    """Give what is known of a hit besides its text: day, score, id, source, in this order.

    The source comes last because it may be Arabic: with numbers before it and nothing after it, the line
    reads the same whether or not a terminal reorders right-to-left text.
    """
    known = [(hit.date or "")[:10], f"{hit.score:.3f}", hit.id, hit.source]
    return [one_line(fact) for fact in known if fact]


def article(found: Article) -> str:
    """Give an article to read: title, what is known of it, a blank line, the text."""
    known = [found.date, found.id, found.category, found.author, found.place, found.agency, found.source]
    head = [one_line(found.title) or UNTITLED, " · ".join(one_line(fact) for fact in known if fact)]
    head += [one_line(fact) for fact in (found.url, found.path) if fact]
    return "\n".join([*head, "", printable(found.text)]).rstrip("\n") + "\n"


def report(done: AddReport, *, repaired: int) -> str:
    """Say in one line what a load did."""
    mended = f" ({repaired:,} repaired)" if repaired else ""
    return (
        f"{done.added:,} added, {done.updated:,} updated, {done.unchanged:,} unchanged, "
        f"{done.removed:,} removed, {done.skipped:,} skipped{mended} in {done.seconds:.1f} seconds\n"
    )


def stats(found: IndexStats, *, index: str) -> str:
    """Give the figures of an index, one a line: name, two or more blanks, value."""
    rows = figures(found, index=index)
    width = max(map(len, rows))
    return "".join(f"{name:<{width}}  {value}\n" for name, value in rows.items())


def figures(found: IndexStats, *, index: str) -> Mapping[str, str]:
    """Give the figures of an index by name, numbers with thousands separators."""
    return {
        "index": one_line(index),
        "documents": f"{found.documents:,}",
        "terms": f"{found.terms:,}",
        "tokens": f"{found.tokens:,}",
        "bytes": f"{found.bytes:,}",
        "segments": f"{found.segments:,}",
        "analyzer": found.analyzer,
        "engine": found.engine,
        **{f"{name} version": value for name, value in found.versions.items()},
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


def _hit(found: Results, hit: Hit) -> str:
    lines = [f"{hit.rank}. {one_line(hit.title) or UNTITLED}", "   " + " · ".join(facts(hit))]
    lines += ["   " + one_line(snippet.text).strip() for snippet in hit.snippets]
    lines += ["   " + said for said in (similar(hit),) if said]
    lines += ["   " + _evidence(part) for part in found.explain(hit)]
    return "\n".join(lines)


def _evidence(part: Explanation) -> str:
    return f"{part.score:+.3f}  {part.form}  {one_line(part.term)}  ({one_line(part.word)})"
