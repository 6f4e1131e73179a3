"""An index in memory behind the names that the command line calls, and a way to run it in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import searchnews
from searchnews import errors
from searchnews.model import (  # fmt: skip
    Article,
    Explanation,
    Hit,
    IndexStats,
    Results,
    Snippet,
    Span,
    identified,
)
from searchnews.model.loads import AddReport, Problem

TITLE = "استئناف محادثات السلام"
TEXT = "بدأت أمس محادثات السلام في جنيف."

ARTICLES = [
    Article(id="a1", title=TITLE, text=TEXT, date="2018-03-05", source="الجزيرة نت", url="https://example.org/1"),
    Article(id="a2", title="السلام في كوبا", text="محادثات طويلة"),
]


class FakeIndex:
    """Keeps articles in one JSON file; finds those that hold every word of a query, as it is written."""

    def __init__(self, path):
        self.path = str(path)
        self.file = Path(path) / "fake.json"

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass

    def articles(self):
        return [Article.from_dict(values) for values in json.loads(self.file.read_text("utf-8"))]

    def _keep(self, articles):
        self.file.write_text(json.dumps([one.to_dict() for one in articles]), "utf-8")

    def add_many(self, articles, *, on_progress=None, on_problem=None, prune_under=(), memory_mb=None, workers=1):
        self.memory_mb.append(memory_mb)
        kept = {one.id: one for one in self.articles()}
        seen, added, updated = set(), 0, 0
        for number, article in enumerate(map(identified, articles), 1):
            updated += article.id in kept
            added += article.id not in kept
            kept[article.id] = article
            seen.add(article.id)
            if on_progress:
                on_progress(number)
        gone = [one for one in kept.values() if one.id not in seen and (one.path or "").startswith(tuple(prune_under))]
        gone = gone if prune_under else []
        self._keep([one for one in kept.values() if one not in gone])
        return AddReport(added=added, updated=updated, removed=len(gone), seconds=0.25)

    def delete(self, ids):
        left = [one for one in self.articles() if one.id not in ids]
        deleted = len(self.articles()) - len(left)
        self._keep(left)
        return deleted

    def get(self, id):
        return next((one for one in self.articles() if one.id == id), None)

    def search(self, text, *, limit=10, offset=0, explain=False, snippets=2, **wishes):
        text = str(text)
        if "(" in text:
            raise errors.QueryError("this bracket is never closed", query=text, offset=text.index("("))
        if text == "عطل":
            raise KeyError("a fault")
        if text == "قطع":
            raise KeyboardInterrupt
        words = text.split()
        found = [one for one in self.articles() if all(w in f"{one.title} {one.text}" for w in words)]
        hits = [
            Hit(rank, 1 / rank, one, (_snippet(one.text, words),), _snippet(one.title, words).highlights)
            for rank, one in enumerate(found, 1)
        ][offset : offset + limit]
        why = {hit.id: (Explanation(words[0], "stem", words[0], 1.0),) for hit in hits} if explain else {}
        return Results(text, len(found), 1.5, tuple(hits), offset, why)

    memory_mb: ClassVar[list[int]] = []
    """What each load was allowed, over all indexes."""

    def check(self):
        return ["\x1b[2Jindex/segment: is damaged"] if self.get("damaged") else []

    def optimize(self):
        self._keep(self.articles())

    def stats(self):
        return IndexStats(len(self.articles()), 20, 30, 4096, 1, "ar-news-5", "fake", {"searchnews": "0.1.0"})


def _snippet(text, words):
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in words if word in text]
    return Snippet(text, tuple(sorted(spans)))


def open_index(path, variants=None):
    if not index_exists(path):
        raise errors.IndexNotFoundError("the folder holds no index; make one with `searchnews index`", path=path)
    return FakeIndex(path)


def create_index(path, exceptions=None):
    Path(path).mkdir(parents=True, exist_ok=True)
    made = FakeIndex(path)
    made._keep([])
    return made


def index_exists(path):
    return (Path(path) / "fake.json").exists()


def read_articles(*paths, field_map=None, on_problem=None, strict=False, **wishes):
    """Reads JSON lines; a line that is no JSON is bad, one with `dirty` is repaired twice."""
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise errors.SourceError("No such file or directory", path=path)
    return _articles(paths, field_map or {}, on_problem, strict)


def _articles(paths, field_map, on_problem, strict):
    for path in paths:
        lines = sys.stdin.buffer.read().splitlines() if path == "-" else Path(path).read_bytes().splitlines()
        for number, line in enumerate(lines, 1):
            if line == b"interrupt":
                raise KeyboardInterrupt
            try:
                values = json.loads(line)
            except ValueError:
                if strict:
                    raise errors.ArticleError("not JSON", path=path, line=number) from None
                on_problem(Problem("skipped", path, number, "not JSON"))
                continue
            for reason in ("mojibake", "entities") if values.pop("dirty", False) else ():
                on_problem(Problem("repaired", path, number, reason, 2))
            for ours, theirs in field_map.items():
                values[ours] = values.pop(theirs, "")
            yield Article.from_dict({**values, "path": None if path == "-" else str(Path(path).absolute())})


def install():
    """Put the fakes where the command line looks for the library."""
    for function in (open_index, create_index, index_exists, read_articles):
        setattr(searchnews, function.__name__, function)


def filled(folder, articles=ARTICLES):
    create_index(folder)._keep(articles)
    return str(folder)


RUN = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import fakes
fakes.install()
from searchnews.cli import main
main()
"""


def command(*args):
    """Give the command line of a process that runs `searchnews` on the fakes."""
    return [sys.executable, "-c", RUN, str(Path(__file__).parent), *args]


def run(*args, env=None, **options):
    """Run `searchnews` on the fakes in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(command(*args), capture_output=True, env={**kept, **(env or {})}, timeout=60, **options)
