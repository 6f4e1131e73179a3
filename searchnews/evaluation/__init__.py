"""Measuring how good the search is: queries, judgments, runs, measures, significance.

    from searchnews import evaluation

    collection = evaluation.find_collection("arcd/")
    with evaluation.temporary_index(collection.articles()) as index:
        figures, run = evaluation.evaluate(index, collection.topics(), collection.judgments())
    print(figures.overall["nDCG@10"], figures.coverage.without_hit)

Needs the extra `eval` (ir-measures) to measure; reading, asking and writing do without.
"""

from __future__ import annotations

from searchnews.evaluation.answering import Answers, answer
from searchnews.evaluation.collection import Collection, evaluate, find_collection, temporary_index
from searchnews.evaluation.comparing import Comparison, Difference, compare
from searchnews.evaluation.known_items import KnownItems, known_items, without_title, write_collection
from searchnews.evaluation.measuring import DEFAULT_MEASURES, Coverage, Evaluation, check_measures, measure
from searchnews.evaluation.qrels import Qrels, read_qrels, write_qrels
from searchnews.evaluation.runs import Ranked, Run, read_run, write_run
from searchnews.evaluation.topics import Topic, read_topics

__all__ = [
    "DEFAULT_MEASURES",
    "Answers",
    "Collection",
    "Comparison",
    "Coverage",
    "Difference",
    "Evaluation",
    "KnownItems",
    "Qrels",
    "Ranked",
    "Run",
    "Topic",
    "answer",
    "check_measures",
    "compare",
    "evaluate",
    "find_collection",
    "known_items",
    "measure",
    "read_qrels",
    "read_run",
    "read_topics",
    "temporary_index",
    "without_title",
    "write_collection",
    "write_qrels",
    "write_run",
]
