"""Small documents for the engines' tests."""

from __future__ import annotations

import numpy as np

from searchnews.engines.base import FieldKind
from searchnews.engines.documents import Document, FieldTerms

FIELDS = (FieldKind("body", positions=True), FieldKind("title", positions=False))
COLUMNS = ("hash", "source")


def document(id: str, body: str, title: str = "", **columns: str) -> Document:
    """Make a document of words separated by spaces; what is stored is the body."""
    words = body.split()
    fields = {"body": FieldTerms(words, range(len(words))), "title": FieldTerms(title.split())}
    return Document(id, fields, columns, body.encode("utf-8", "surrogatepass"))


def large(seed: int, size: int) -> list[Document]:
    """Make documents of a few words each, some words in most of them and most in a few."""
    chosen = np.random.default_rng(seed)
    words = [f"w{n}" for n in range(60)]
    shares = 1 / np.arange(1, 61)
    made = []
    for number in range(size):
        length = int(chosen.integers(1, 40))
        text = chosen.choice(words, length, p=shares / shares.sum()).tolist()
        made.append(
            Document(str(number), {"body": FieldTerms(text, range(length)), "title": FieldTerms(text[:3])}, {}, b"")
        )
    return made
