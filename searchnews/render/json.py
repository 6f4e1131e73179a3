"""Results, reports and figures as JSON: the contract other programs read.

Invariant: keys are never renamed or reordered; new ones are added at the end of their object. Text is UTF-8,
as written, in logical order; highlights are [start, end) in code points of their own text; a missing value is
null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from searchnews.model import Article, Hit, IndexStats, Results, Snippet

if TYPE_CHECKING:
    from searchnews.arabic.token import Forms, Token
    from searchnews.model.counts import Facet
    from searchnews.model.loads import AddReport, Problem

__all__ = ["analysis", "article", "dumps", "hit", "problem", "report", "results", "stats"]


def dumps(value: object, *, pretty: bool = False) -> str:
    """Write `value` as JSON, Arabic unescaped: one line, or indented when `pretty`.

    A lone surrogate (undecodable input) is escaped, so that the output is always valid UTF-8.

        >>> dumps({"title": "محادثات السلام"})
        '{"title": "محادثات السلام"}'
    """
    text = json.dumps(value, ensure_ascii=False, indent=2 if pretty else None, default=str)
    # A lone surrogate's "backslashreplace" form, \udc80, is what JSON itself calls for.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def results(found: Results, *, explain: bool = False) -> dict[str, Any]:
    """Give the answer to a query; with `explain`, each hit says what each query word brought to its score.

    `corrections` and `asked` say what was looked for instead of what was given, and are empty where nothing was.
    `cursor` is for the next page, and null on the last.
    `similar` is how many reprints a hit stands for, `groups` how many hits there are in all, where that is known.
    """
    return {
        "query": found.query,
        "total": found.total,
        "took_ms": round(found.took_ms, 3),
        "hits": [_hit(found, one, explain=explain) for one in found],
        "offset": found.offset,
        "corrections": [correction._asdict() for correction in found.corrections],
        "asked": found.asked,
        "unknown": [{**value._asdict(), "known": list(value.known)} for value in found.unknown],
        "facets": {facet.name: _facet(facet) for facet in found.facets},
        "cursor": found.cursor or None,
        "groups": found.groups,
    }


def article(found: Article) -> dict[str, Any]:
    """Give all fields of an article; other keys its record had are under `extra`."""
    return found.to_dict()


def report(done: AddReport, *, repaired: int, documents: int, index: str) -> dict[str, Any]:
    """Give the counts of a load. `repaired` counts records, `documents` what the index holds now."""
    return {
        "added": done.added,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "removed": done.removed,
        "skipped": done.skipped,
        "seconds": round(done.seconds, 3),
        "repaired": repaired,
        "documents": documents,
        "index": index,
    }


def problem(found: Problem) -> dict[str, Any]:
    """Give one skipped or repaired record, as a line of `--report`."""
    return {
        "path": found.path,
        "line": found.line,
        "reason": found.reason,
        "kind": found.kind,
        "count": found.count,
    }


def stats(figures: IndexStats, *, index: str) -> dict[str, Any]:
    """Give the figures of an index; `index` is its folder."""
    return {**figures._asdict(), "versions": dict(figures.versions), "index": index}


def analysis(words: Iterable[tuple[Token, Forms]]) -> list[dict[str, Any]]:
    """Give what the analyzer made of each token of a text."""
    return [
        {
            "token": token.text,
            "start": token.start,
            "end": token.end,
            "position": token.position,
            "kind": token.kind,
            "folded": forms.surface,
            "stem": forms.stem,
            "root": forms.root,
            "stop": forms.stop,
            "rules": list(forms.rules),
        }
        for token, forms in words
    ]


def hit(hit: Hit) -> dict[str, Any]:
    """Give what is known of a hit, and its snippets; `score` is null where nothing was ranked."""
    return {
        "id": hit.id,
        "score": hit.score or None,
        "title": hit.title or None,
        "date": hit.date,
        "source": hit.source,
        "category": hit.category,
        "author": hit.author,
        "url": hit.url,
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
    }


def _hit(found: Results, one: Hit, *, explain: bool) -> dict[str, Any]:
    values = hit(one)
    if explain:
        values["explanation"] = [_evidence(part._asdict()) for part in found.explain(one)]
    values["group_id"] = one.article.group_id
    values["similar"] = None if one.similar is None else {"count": one.similar.count, "sources": one.similar.sources}
    return values


def _facet(facet: Facet) -> dict[str, Any]:
    counts = [count._asdict() for count in facet.counts]
    return {"counts": counts, "values": facet.values, "missing": facet.missing}


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {"text": snippet.text, "highlights": [[start, end] for start, end in snippet.highlights]}


def _evidence(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"word": values["word"], "form": values["form"], "term": values["term"], "score": values["score"]}
