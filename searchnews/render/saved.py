"""Saved searches, and what is new for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from searchnews.messages import counted, in_arabic
from searchnews.render import json, plain
from searchnews.render.lines import one_line

if TYPE_CHECKING:
    from searchnews.render.terminal import Screen
    from searchnews.saved import Alert, SavedSearch

_LRM = "\u200e"  # after Arabic letters, the parts of a date would change places

__all__ = ["alert_data", "alerts", "alerts_page", "search_data", "searches"]


def searches(found: Iterable[SavedSearch]) -> str:
    """Give a saved search a line: its matches, when it was last asked, its name and its query, parted by tabs."""
    rows = ((str(one.matches), one.asked, one_line(one.name), one_line(one.query)) for one in found)
    return "".join("\t".join(row) + "\n" for row in rows)


def search_data(found: SavedSearch) -> dict[str, Any]:
    """Give a saved search as JSON-ready values."""
    return asdict(found)


def alert_data(alert: Alert) -> dict[str, Any]:
    """Give what is new for a search: its name and query, since when, how many articles, and the newest of them."""
    hits = json.results(alert.results)["hits"]
    search = alert.search
    return {
        "name": search.name,
        "query": search.query,
        "since": search.asked,
        "new": alert.results.total,
        "hits": hits,
    }


def heading(alert: Alert) -> str:
    """Say how many articles are new since when; the name, which may be Arabic, stands last."""
    since = f"{_LRM}{alert.search.asked}{_LRM}" if in_arabic() else alert.search.asked
    return counted("{} new article since {}", "{} new articles since {}", alert.results.total, since)


def alerts(found: Sequence[Alert]) -> str:
    """Give each search with news: a heading, then the newest articles as hits; a blank line between searches."""
    blocks = []
    for alert in found:
        lines = [f"{heading(alert)} · {one_line(alert.search.name)}", ""]
        lines += ["\n".join(plain.hit_lines(alert.results, hit)) + "\n" for hit in alert.results]
        blocks.append("\n".join(lines).rstrip("\n") + "\n")
    return "\n".join(blocks)


def alerts_page(found: Sequence[Alert], screen: Screen) -> str:
    """Give the same for a terminal."""
    from rich.text import Text

    from searchnews.render.terminal import TITLE, Page, write_hit

    page = Page(screen)
    for number, alert in enumerate(found):
        if number:
            page.blank()
        name = Text(one_line(alert.search.name), style=TITLE)
        line = Text(f"{heading(alert)} · ")
        page.line(line.append_text(name if in_arabic() else page.ordered(name)))
        for hit in alert.results:
            page.blank()
            write_hit(page, alert.results, hit)
    return page.text()
