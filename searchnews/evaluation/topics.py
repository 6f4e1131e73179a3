"""Queries to be measured with: an id and what is asked, from TSV, BEIR's JSON lines or TREC's topic files.

Owns the forms of these files. A query is plain text, never the query language: headlines and tweets are full of
quotation marks, colons and dashes that mean nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from searchnews.errors import StrPath
from searchnews.evaluation.lines import fail, lines_of
from searchnews.ingest.sources import extension_of
from searchnews.ingest.streams import Line

__all__ = ["Topic", "read_topics"]

_TAG: Final = re.compile(r"<(/?)(\w+)[^>]*>")
_LABEL: Final = re.compile(r"^(?:number|topic)\s*:\s*", re.I)


class Topic(NamedTuple):
    """One query: its id and its words."""

    query_id: str
    text: str


def read_topics(path: StrPath) -> list[Topic]:
    """Read the queries of a file, in its order.

    `.jsonl` is BEIR's form (`_id` or `id`, and `text`); a file that begins with `<` holds TREC topics, of which the
    title is asked; any other has an id, a tab and the query on each line. `EvaluationFileError` for a line of another
    form, an id that comes twice, and a file without a query.

        >>> read_topics("queries.tsv")  # doctest: +SKIP
        [Topic(query_id='q1', text='محادثات السلام في جنيف')]
    """
    lines = list(lines_of(path))
    if extension_of(str(path)) in ("jsonl", "ndjson", "json"):
        found = _from_json(lines, path)
    elif lines and lines[0].text.lstrip().startswith("<"):
        found = _from_trec(lines, path)
    else:
        found = _from_tsv(lines, path)
    topics: dict[str, Topic] = {}
    for line, topic in found:
        if not topic.query_id:
            fail("the query has no id", path, line)
        if topic.query_id in topics:
            fail(f"the query {topic.query_id} is there twice", path, line)
        topics[topic.query_id] = topic
    if not topics:
        fail("there is no query in it", path, None)
    return list(topics.values())


def _from_tsv(lines: Iterable[Line], path: StrPath) -> Iterator[tuple[int, Topic]]:
    for number, text in lines:
        id, tab, query = text.partition("\t")
        if not tab:
            fail("expected an id, a tab and the query", path, number)
        yield number, Topic(id.strip(), query.strip())


def _from_json(lines: Iterable[Line], path: StrPath) -> Iterator[tuple[int, Topic]]:
    for number, text in lines:
        try:
            record = json.loads(text)
        except ValueError as error:
            fail(f"not JSON: {error}", path, number)
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            fail("expected an object with `_id` and `text`", path, number)
        id = record.get("_id", record.get("id"))
        yield number, Topic("" if id is None else str(id), record["text"].strip())


def _from_trec(lines: Iterable[Line], path: StrPath) -> Iterator[tuple[int, Topic]]:
    """Walk over the tags: a field ends where the next tag begins, since closing tags are often left out."""
    start: int | None = None
    field = ""
    fields: dict[str, list[str]] = {}
    for number, text in lines:
        at = 0
        for tag in _TAG.finditer(text):
            fields.setdefault(field, []).append(text[at : tag.start()])
            at, name = tag.end(), tag[2].lower()
            if name != "top":
                field = "" if tag[1] else name
                continue
            if bool(tag[1]) == (start is None):
                fail("a topic begins before the one before it has ended: </top> is missing", path, number)
            if start is not None:
                yield start, _topic(fields, path, start)
            start, field, fields = (None if tag[1] else number), "", {}
        fields.setdefault(field, []).append(text[at:])
    if start is not None:
        fail("the topic that begins here does not end: </top> is missing", path, start)


def _topic(fields: dict[str, list[str]], path: StrPath, line: int) -> Topic:
    number, title = (" ".join(" ".join(fields.get(name, [])).split()) for name in ("num", "title"))
    if not number or not title:
        fail(f"the topic has no <{'title' if number else 'num'}>", path, line)
    return Topic(_LABEL.sub("", number), _LABEL.sub("", title))
