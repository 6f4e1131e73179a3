"""What `searchnews eval` was asked to measure, and measuring it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import searchnews
from searchnews import evaluation
from searchnews.arabic import analyzer
from searchnews.cli.failures import say
from searchnews.cli.progress import counting
from searchnews.errors import EvaluationFileError
from searchnews.evaluation import Collection, Evaluation, Run, Topic
from searchnews.index import Index
from searchnews.model import Article
from searchnews.model.loads import Problem
from searchnews.render import evaluation as render

__all__ = ["Wishes", "measured"]

Answer = tuple[str, dict[str, Any]]
"""What is written to stdout, and the same as data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The arguments and options of one call; `index_named` tells whether --index was written out."""

    paths: tuple[str, ...]
    folder: str
    index_named: bool
    queries: str | None
    qrels: str | None
    measures: str
    depth: int
    run_file: str | None
    per_query: str | None
    from_run: str | None
    compare: tuple[str, str] | None
    known_item: bool
    sample: int | None
    save: str | None
    exceptions: str | None
    no_variants: bool


def measured(wishes: Wishes) -> Answer:
    """Do what was asked. `click.UsageError` for wishes that do not go together."""
    _check(wishes)
    evaluation.check_measures(wishes.measures)  # before a long load, not after it
    if wishes.compare:
        return _compared(wishes, *wishes.compare)
    if wishes.from_run:
        found = [_measured_run(wishes, wishes.from_run)]
    elif wishes.known_item:
        found = [_known_items(wishes)]
    elif wishes.paths:
        found = [_collection(wishes, path) for path in wishes.paths]
    else:
        found = [_index(wishes)]
    for one in found:
        for note in render.notes(one):
            say(note)
    return render.evaluations(found), {"evaluations": [render.evaluation_data(one) for one in found]}


def _check(wishes: Wishes) -> None:
    ways = [wishes.compare, wishes.from_run, wishes.known_item]
    if sum(map(bool, ways)) > 1:
        raise click.UsageError("--compare, --from-run and --known-item are three things; ask for one.")
    if not wishes.known_item and (wishes.sample or wishes.save):
        raise click.UsageError("--sample and --save go with --known-item.")
    if wishes.known_item and (wishes.queries or wishes.qrels):
        raise click.UsageError("--known-item makes its own queries and judgments; leave out --queries and --qrels.")
    if wishes.exceptions and (wishes.index_named or not (wishes.paths or wishes.known_item)):
        raise click.UsageError("--exceptions is for indexes made here; the index that is there keeps its own.")
    asks_no_index = wishes.compare or wishes.from_run
    if wishes.index_named and (asks_no_index or (wishes.known_item and wishes.paths)):
        raise click.UsageError("--index is not asked here; leave it out.")
    if asks_no_index and wishes.run_file:
        raise click.UsageError("--run writes what an index gives; --compare and --from-run ask none.")
    if not wishes.known_item and not wishes.paths and (not wishes.qrels or not (wishes.queries or asks_no_index)):
        needed = "--qrels FILE" if asks_no_index else "--queries FILE and --qrels FILE"
        raise click.UsageError(f"Give a COLLECTION, or {needed}.")
    if len(wishes.paths) > 1 and not wishes.known_item:
        single = ("run_file", "per_query", "queries", "qrels", "compare", "from_run")
        if any(getattr(wishes, name) for name in single):
            raise click.UsageError("With files to read or to write, give one COLLECTION at a time.")


def _compared(wishes: Wishes, first: str, second: str) -> Answer:
    topics, qrels = _judged(wishes)
    one, other = (_named(evaluation.read_run(path), path) for path in (first, second))
    asked = None if topics is None else [topic.query_id for topic in topics]
    found = evaluation.compare(one, other, qrels, measures=wishes.measures, asked=asked)
    for side in (found.first, found.second):
        for note in render.notes(side):
            say(note)
    if wishes.per_query:
        Path(wishes.per_query).write_text(render.compared_per_query(found), encoding="utf-8")
    return render.comparison(found), dict(render.comparison_data(found))


def _measured_run(wishes: Wishes, path: str) -> Evaluation:
    topics, qrels = _judged(wishes)
    asked = None if topics is None else [topic.query_id for topic in topics]
    run = _named(evaluation.read_run(path), path)
    return _kept(wishes, evaluation.measure(run, qrels, measures=wishes.measures, asked=asked), run)


def _judged(wishes: Wishes) -> tuple[list[Topic] | None, dict[str, dict[str, int]]]:
    """Read the judgments, and where queries were named or are in a collection, these."""
    if wishes.paths:
        collection = evaluation.find_collection(wishes.paths[0], queries=wishes.queries, qrels=wishes.qrels)
        return collection.topics(), collection.judgments()
    topics = evaluation.read_topics(wishes.queries) if wishes.queries else None
    return topics, evaluation.read_qrels(wishes.qrels or "")


def _named(run: Run, path: str) -> Run:
    return Run(path, run.rankings)


def _index(wishes: Wishes) -> Evaluation:
    topics, qrels = evaluation.read_topics(wishes.queries or ""), evaluation.read_qrels(wishes.qrels or "")
    with searchnews.open_index(wishes.folder) as index:
        return _asked(wishes, index, topics, qrels, Path(wishes.folder).resolve().name)


def _collection(wishes: Wishes, path: str) -> Evaluation:
    collection = evaluation.find_collection(path, queries=wishes.queries, qrels=wishes.qrels)
    topics, qrels = collection.topics(), collection.judgments()
    with _index_of(wishes, collection) as index:
        return _asked(wishes, index, topics, qrels, collection.name)


@contextmanager
def _index_of(wishes: Wishes, collection: Collection) -> Iterator[Index]:
    """Open the index that was named, or make one of the collection's documents."""
    if wishes.index_named:
        with searchnews.open_index(wishes.folder) as index:
            yield index
        return
    skipped: list[Problem] = []
    articles = collection.articles(on_problem=lambda found: skipped.append(found) if found.kind == "skipped" else None)
    with _temporary(wishes, articles) as index:
        if skipped:
            first = f"line {skipped[0].line}: {skipped[0].reason}"
            say(f"{collection.name}: {len(skipped):,} documents could not be read, the first in {first}")
        yield index


@contextmanager
def _temporary(wishes: Wishes, articles: Iterable[Article]) -> Iterator[Index]:
    with evaluation.temporary_index(analyzer=analyzer(exceptions=wishes.exceptions)) as index:
        with counting() as progress:
            index.add_many(articles, on_progress=progress)
        yield index


def _known_items(wishes: Wishes) -> Evaluation:
    with _source(wishes) as articles:
        made = evaluation.known_items(articles(), sample=wishes.sample)
        for note in render.known_item_notes(made):
            say(note)
        if not made.topics:
            raise click.ClickException("no article has a headline that could be asked.")
        if wishes.save:
            evaluation.write_collection(made, articles(), wishes.save)
        with _temporary(wishes, map(evaluation.without_title, articles())) as index:
            return _asked(wishes, index, list(made.topics), made.qrels, "known items")


@contextmanager
def _source(wishes: Wishes) -> Iterator[Callable[[], Iterator[Article]]]:
    """Give what reads the articles, from their beginning each time: of the paths, or else of the index."""
    if wishes.paths:
        archives = [_archive(path) for path in wishes.paths]
        yield lambda: searchnews.read_articles(*archives)
        return
    with searchnews.open_index(wishes.folder) as index:
        yield index.articles


def _archive(path: str) -> Path:
    """Give the documents of a collection, whose queries and judgments are no articles; any other path as it is."""
    try:
        return evaluation.find_collection(path).documents or Path(path)
    except EvaluationFileError:
        return Path(path)


def _asked(
    wishes: Wishes, index: Index, topics: list[Topic], qrels: dict[str, dict[str, int]], name: str
) -> Evaluation:

    found, run = evaluation.evaluate(
        index,
        topics,
        qrels,
        measures=wishes.measures,
        depth=wishes.depth,
        name=name,
        variants=not wishes.no_variants,
    )
    return _kept(wishes, found, run)


def _kept(wishes: Wishes, found: Evaluation, run: Run) -> Evaluation:
    if wishes.run_file:
        evaluation.write_run(Run("searchnews", run.rankings), wishes.run_file)
    if wishes.per_query:
        Path(wishes.per_query).write_text(render.per_query(found), encoding="utf-8")
    return found
