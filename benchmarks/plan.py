"""How much to measure: the short and the full run, and what the command line changes of them."""

from __future__ import annotations

import argparse
import inspect
import sys
from dataclasses import dataclass, replace
from typing import Any, Final

from benchmarks.articles import COLLECTIONS, FALLBACK, find
from benchmarks.contenders import Contender, Passes, all_contenders
from benchmarks.suites import say
from searchnews import create_index

__all__ = ["FULL", "PARTS", "SHORT", "Plan", "from_arguments", "present_contenders"]

PARTS: Final = ("indexing", "queries", "cold", "growth")
DEFAULT_ENGINE: Final[str] = inspect.signature(create_index).parameters["engine"].default


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a run; None for a limit means all articles."""

    name: str
    collections: tuple[str, ...]
    limit: int | None
    slow_limit: int | None
    questions: int
    rounds: int
    passes: Passes
    sizes: tuple[int, ...]
    parts: tuple[str, ...] = PARTS
    engine: str = DEFAULT_ENGINE
    seed: int = 1
    cold_times: int = 15
    contenders: tuple[str, ...] = ()


SHORT: Final = Plan("short", ("saudi-news",), 5_000, 1_000, 700, 2, Passes(budget_s=15), (2_000, 8_000))
FULL: Final = Plan(
    "full", tuple(COLLECTIONS), None, None, 2_000, 3, Passes(budget_s=60), (30_000, 100_000, 300_000, 1_000_000)
)


def from_arguments() -> Plan:
    """Read the command line."""
    asked = _parser().parse_args()
    plan = FULL if asked.full else SHORT
    changes: dict[str, Any] = {"engine": asked.engine}
    for key, known in (("parts", PARTS), ("collections", (*COLLECTIONS, FALLBACK)), ("contenders", None)):
        if getattr(asked, key):
            changes[key] = tuple(name.strip() for name in getattr(asked, key).split(","))
            if known and (unknown := set(changes[key]) - set(known)):
                sys.exit(f"--{key}: no {min(unknown)!r}; there are {', '.join(known)}")
    if asked.limit is not None:
        changes["limit"] = asked.limit or None
    if asked.slow is not None:
        changes["slow_limit"] = asked.slow or None
    if asked.sizes:
        changes["sizes"] = tuple(int(size.replace("_", "")) for size in asked.sizes.split(","))
    changes |= {key: getattr(asked, key) for key in ("questions", "rounds", "seed") if getattr(asked, key)}
    if "parts" in changes:
        changes["name"] = f"{plan.name}-{'-'.join(changes['parts'])}"
    plan = replace(plan, **changes)
    return replace(plan, collections=_present(plan.collections))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure, and keep the figures.")
    parser.add_argument("--full", action="store_true", help="whole collections, up to a million articles: hours")
    parser.add_argument("--parts", metavar="PART,...", help=f"only these of {', '.join(PARTS)}")
    parser.add_argument("--collections", metavar="NAME,...", help=f"of {', '.join((*COLLECTIONS, FALLBACK))}")
    parser.add_argument("--contenders", metavar="NAME,...", help="only these, by their names in the table")
    parser.add_argument("--engine", default=DEFAULT_ENGINE, help="of searchnews (default: %(default)s)")
    parser.add_argument("--limit", type=int, metavar="N", help="take the first N articles of a collection; 0 for all")
    parser.add_argument("--slow", type=int, metavar="N", help="give slow contenders the first N; 0 for all")
    parser.add_argument("--questions", type=int, metavar="N", help="ask N questions")
    parser.add_argument("--rounds", type=int, metavar="N", help="run every contender N times")
    parser.add_argument("--sizes", metavar="N,...", help="numbers of articles to grow to")
    parser.add_argument("--seed", type=int, metavar="N", help="draw questions and grow articles by this seed")
    return parser


def _present(names: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(name for name in names if find(name))
    if gone := [name for name in names if name not in found]:
        say(f"not here: {', '.join(gone)}; SEARCHNEWS_DATA names the folder of the collections")
    if not found:
        say("measuring on articles grown from the few of corpus/ instead: that it runs, not how fast it is")
    return found or (FALLBACK,)


def present_contenders(plan: Plan) -> list[Contender]:
    """Give the contenders asked for whose software is on this machine; say which is not, and why."""
    known = all_contenders(plan.engine)
    if unknown := set(plan.contenders) - {contender.name for contender in known}:
        sys.exit(f"--contenders: no {min(unknown)!r}; there are {', '.join(c.name for c in known)}")
    present = []
    for contender in known:
        if plan.contenders and contender.name not in plan.contenders:
            continue
        if lack := contender.missing():
            say(f"left out: {contender.name}: {lack}")
        else:
            present.append(contender)
    return present
