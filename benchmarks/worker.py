"""One step of one Python contender, in a process of its own: build an index, or ask one.

    python -m benchmarks.worker index MODULE ARTICLES.jsonl.gz FOLDER '{"option": "value"}'
    python -m benchmarks.worker query MODULE FOLDER QUESTIONS.jsonl MODE WARM PASSES BUDGET OUT.json

A contender is a module of `benchmarks.contenders` with `index(articles, folder, **options)`, which gives what is to
be told, and `open_asker(folder, mode)`. The same passes as in `lucene/LuceneContender.java`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from benchmarks.questions import Question, read

__all__ = ["Asker"]


class Asker(Protocol):
    """An open index that can be asked for the ten best."""

    def ask(self, question: Question) -> Any:
        """Answer: from the text of the question to its ten best documents, however they are numbered."""
        ...

    def ids(self, answer: Any) -> list[str]:
        """Give the ids of the documents in an answer: not measured."""
        ...

    def close(self) -> None:
        """Let go of the index."""
        ...


def measure(asker: Asker, questions: Sequence[Question], *, warm: int, passes: int, budget: float) -> dict[str, Any]:
    """Ask all questions `warm + passes` times; after `budget` seconds the pass under way is the last.

    At least one pass is measured. Times are milliseconds, in the order of the questions.
    """
    measured: list[list[float]] = []
    began = perf_counter()
    for number in range(warm + passes):
        times = []
        for question in questions:
            start = perf_counter()
            asker.ask(question)
            times.append((perf_counter() - start) * 1000)
        if number >= warm:
            measured.append(times)
        if measured and perf_counter() - began > budget:
            break
    return {"passes": measured, "top": [asker.ids(asker.ask(question)) for question in questions]}


def main(step: str, name: str, *rest: str) -> None:
    contender = import_module(f"benchmarks.contenders.{name}")
    if step == "index":
        articles, folder, options = rest
        print(json.dumps(contender.index(Path(articles), Path(folder), **json.loads(options))))
        return
    folder, questions, mode, warm, passes, budget, out = rest
    asker = contender.open_asker(Path(folder), mode)
    asked = list(read(Path(questions)))
    found = measure(asker, asked, warm=int(warm), passes=int(passes), budget=float(budget))
    asker.close()
    Path(out).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
