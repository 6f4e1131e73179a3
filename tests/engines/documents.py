"""Small documents for the engines' tests."""

from __future__ import annotations

from searchnews.engines.base import Document, FieldKind, FieldTerms

FIELDS = (FieldKind("body", positions=True), FieldKind("title", positions=False))
COLUMNS = ("hash", "source")


def document(id: str, body: str, title: str = "", **columns: str) -> Document:
    """Make a document of words separated by spaces; what is stored is the body."""
    words = body.split()
    fields = {"body": FieldTerms(words, range(len(words))), "title": FieldTerms(title.split())}
    return Document(id, fields, columns, body.encode("utf-8", "surrogatepass"))
