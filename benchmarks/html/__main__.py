"""Measure the text of web pages against paragraphs marked by hand: `python -m benchmarks.html [--write]`.

The pages are their publishers' and no part of the project: `SEARCHNEWS_DATA` names the folder that holds them in
`raw/html`. The gold is a list of hashes of paragraphs for each page, in their order. The score of a page is the F1 of
words, counted with repetitions; the score of an extractor is the mean over the pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import platform
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.html.blocks import paragraph_hash, paragraphs, tokens
from benchmarks.machine import machine, revision
from searchnews.ingest.decoding import decode
from searchnews.ingest.sources.html import parse_page

GOLD = Path(__file__).with_name("gold.json")
RESULTS = Path(__file__).resolve().parent.parent / "results"


class Score(NamedTuple):
    """Precision, recall and F1 of the words of one page, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def score(gold: list[str], found: list[str]) -> Score:
    """Compare two lists of words as bags."""
    common = (Counter(gold) & Counter(found)).total()
    if not common:
        return Score(0.0, 0.0, 0.0)
    precision, recall = common / len(found), common / len(gold)
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def gold_tokens(page: str, marked: list[str]) -> list[str]:
    """Give the words of the marked paragraphs of a page; ValueError where one of them is not on it."""
    known = {paragraph_hash(paragraph): paragraph for paragraph in paragraphs(page)}
    missing = [mark for mark in marked if mark not in known]
    if missing:
        raise ValueError(f"{len(missing)} marked paragraphs are not on the page: is it another version of it?")
    return [token for mark in marked for token in tokens(known[mark])]


def ours(page: str) -> str:
    """Give the text that searchnews takes from a page."""
    return str(parse_page(page)["text"])


def trafilatura_default(page: str) -> str:
    """Give the text that trafilatura takes from a page as it comes."""
    from trafilatura import extract

    return extract(page) or ""


EXTRACTORS: Mapping[str, Callable[[str], str]] = {"searchnews": ours, "trafilatura": trafilatura_default}


def measured(folder: Path, gold: Mapping[str, list[str]]) -> dict[str, dict[str, Score]]:
    """Score each extractor on each page."""
    found: dict[str, dict[str, Score]] = {name: {} for name in EXTRACTORS}
    for name, marked in gold.items():
        page = decode(gzip.decompress((folder / name).read_bytes())).text
        wanted = gold_tokens(page, marked)
        for extractor, extract in EXTRACTORS.items():
            found[extractor][name] = score(wanted, tokens(extract(page)))
    return found


def mean(scores: Mapping[str, Score]) -> Score:
    return Score(*(sum(values) / len(scores) for values in zip(*scores.values(), strict=True)))


def report(found: Mapping[str, Mapping[str, Score]]) -> str:
    """Give a table: a row a page, F1 of each extractor, and their means."""
    names = list(found)
    rows = [f"{'page':24}" + "".join(f"{name:>14}" for name in names)]
    pages = next(iter(found.values()))
    rows += [f"{page:24}" + "".join(f"{found[name][page].f1:14.4f}" for name in names) for page in pages]
    for field in Score._fields:
        rows.append(f"{f'mean {field}':24}" + "".join(f"{getattr(mean(found[name]), field):14.4f}" for name in names))
    return "\n".join(rows)


def kept(found: Mapping[str, Mapping[str, Score]]) -> dict[str, object]:
    """Give the result as it is kept: when, where, with what, and all scores."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": revision(),
        "machine": machine(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("searchnews", "selectolax", "trafilatura")},
        "pages": len(next(iter(found.values()))),
        "means": {name: {k: round(v, 4) for k, v in mean(scores)._asdict().items()} for name, scores in found.items()},
        "f1": {name: {page: round(each.f1, 4) for page, each in scores.items()} for name, scores in found.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.html", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/")
    wanted = parser.parse_args()
    folder = Path(os.environ.get("SEARCHNEWS_DATA", "")) / "raw" / "html"
    if not os.environ.get("SEARCHNEWS_DATA") or not folder.is_dir():
        sys.exit("SEARCHNEWS_DATA names no folder with raw/html: there is nothing to measure on")
    logging.disable(logging.CRITICAL)  # trafilatura tells of each page that is not well-formed
    found = measured(folder, json.loads(GOLD.read_text(encoding="utf-8")))
    print(report(found))
    if wanted.write:
        path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-html.json"
        path.write_text(json.dumps(kept(found), indent=1) + "\n", encoding="utf-8")
        print(f"kept in {path}")


if __name__ == "__main__":
    main()
