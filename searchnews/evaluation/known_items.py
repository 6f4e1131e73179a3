"""A test set without judges: the headline is the question, the article is the answer.

Known-item search over any archive: an article is indexed without its headline, and has to be found by it. What an
assessor would not ask is left out and counted: headlines that say too little, that stand over several articles, or
that stand over nothing. Articles whose text is the same are all right answers.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from searchnews.arabic import analyzer
from searchnews.errors import StrPath
from searchnews.evaluation.lines import writable_id
from searchnews.evaluation.qrels import write_qrels
from searchnews.evaluation.topics import Topic
from searchnews.model import Article, identified

__all__ = ["KnownItems", "known_items", "without_title", "write_collection"]

_WORD: Final = re.compile(r"\w+")
MIN_WORDS: Final = 3
"""Words that a headline needs to be a question: fewer are rubrics (افتتاحية، كلمة العدد)."""


@dataclass(frozen=True, slots=True)
class KnownItems:
    """Questions and their answers. The counts say why articles gave no question of their own.

    `untitled` have no headline or no text, `short` ones too few words in it, `ambiguous` ones a headline that stands
    over another text too, `repeated` ones the text of an earlier article.
    """

    topics: tuple[Topic, ...]
    qrels: dict[str, dict[str, int]]
    untitled: int = 0
    short: int = 0
    ambiguous: int = 0
    repeated: int = 0


def known_items(
    articles: Iterable[Article], *, sample: int | None = None, seed: int = 1, min_words: int = MIN_WORDS
) -> KnownItems:
    """Make questions of the headlines of `articles`, each with the id of the article it stands over.

    `sample` draws so many of them by `seed`. Index the articles as `without_title` gives them. Keeps headlines and
    fingerprints in memory, never texts. Headlines and texts are the same where they are once folded, so that vowel
    marks and spelling make no difference.

        >>> article = Article(id="7", title="محادثات السلام في جنيف", text="بدأت أمس.")
        >>> known_items([article]).topics
        (Topic(query_id='7', text='محادثات السلام في جنيف'),)
    """
    found = _Headlines(min_words)
    for article in map(identified, articles):
        found.take(article)
    clear = found.clear()
    chosen = sorted(random.Random(seed).sample(range(len(clear)), min(sample or len(clear), len(clear))))
    questions = {found.answers[text][0]: text for text in (clear[place] for place in chosen)}
    return KnownItems(
        tuple(Topic(id, found.headlines[text]) for id, text in questions.items()),
        {id: dict.fromkeys(found.answers[text], 1) for id, text in questions.items()},
        found.untitled,
        found.short,
        len(found.headlines) - len(clear),
        found.repeated,
    )


class _Headlines:
    """The first headline of each text, and all articles of that text; texts go by their fingerprints."""

    def __init__(self, min_words: int) -> None:
        self._min_words = min_words
        self.answers: dict[bytes, list[str]] = {}
        self.headlines: dict[bytes, str] = {}
        self._over: dict[bytes | None, set[bytes]] = {}
        self.untitled = self.short = self.repeated = 0

    def take(self, article: Article) -> None:
        """Note an article that has its id."""
        text = _fingerprint(without_title(article).text)
        headline = " ".join(article.title.split())
        if not headline or text is None:
            self.untitled += 1
            return
        if len(analyzer().tokenize(headline)) < self._min_words:
            self.short += 1
        else:
            self._over.setdefault(_fingerprint(headline), set()).add(text)
            self.headlines.setdefault(text, headline)
        self.repeated += text in self.answers
        self.answers.setdefault(text, []).append(article.id)

    def clear(self) -> list[bytes]:
        """Give the texts whose headline stands over no other text."""
        return [text for text, headline in self.headlines.items() if len(self._over[_fingerprint(headline)]) == 1]


def without_title(article: Article) -> Article:
    """Give an article without its headline, also where the text begins with it as a line of its own."""
    first, _, rest = article.text.lstrip().partition("\n")
    text = rest if article.title and _fingerprint(first) == _fingerprint(article.title) else article.text
    return replace(article, title="", text=text)


def _fingerprint(text: str) -> bytes | None:
    """Tell texts apart, as folded words; None for one without a letter or a digit."""
    words = " ".join(_WORD.findall(analyzer().fold(text)))
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).digest() if words else None


def write_collection(items: KnownItems, articles: Iterable[Article], folder: StrPath) -> None:
    """Write a set as a collection: `docs.jsonl.gz`, without headlines, `queries.tsv` and `qrels.txt`.

    `EvaluationFileError` for an id with a blank in it.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    write_qrels(items.qrels, place / "qrels.txt")
    lines = (f"{topic.query_id}\t{topic.text}\n" for topic in items.topics)
    (place / "queries.tsv").write_text("".join(lines), encoding="utf-8")
    with gzip.open(place / "docs.jsonl.gz", "wt", encoding="utf-8") as out:
        for article in articles:
            bare = without_title(identified(article))
            if bare.text.strip():
                record = {"id": writable_id(bare.id, place), "text": bare.text}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
