"""Word documents (.docx): one article a file.

Owns which paragraph is the title; the document is python-docx's to read. Its parts are counted before they are
unpacked, so that a bomb in it is not.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.sources.text import parse_text
from searchnews.ingest.streams import Source, seekable
from searchnews.ingest.unpacking import Unreadable, foreign
from searchnews.ingest.visual_order import plain_letters, straightened

__all__ = ["MAX_DOCUMENT_BYTES", "read_docx"]

MAX_DOCUMENT_BYTES: Final = 256 * 1024 * 1024
_TITLES: Final = ("Title", "Heading1")
_MAX_NESTED_TABLES: Final = 20


def read_docx(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read a Word document as one record: paragraphs and the cells of tables in their order."""
    import docx

    with seekable(source) as stream:
        with foreign("the Word document"):
            size = sum(part.file_size for part in zipfile.ZipFile(stream).infolist())
        if size > MAX_DOCUMENT_BYTES:
            raise Unreadable(f"it unpacks to more than {MAX_DOCUMENT_BYTES:,} bytes")
        stream.seek(0)
        with foreign("the Word document"):
            document = docx.Document(stream)
            title, lines = "", list[str]()
            for style, text in _paragraphs(document, 0):
                if not title and not lines and style in _TITLES:
                    title = text
                else:
                    lines.append(text)
            told = document.core_properties
            title = title or (told.title or "").strip()
            author, created = told.author or "", told.created
    text, turned = straightened("\n".join(lines))
    if turned:
        report.repaired(source.name, None, "reversed-text", turned)
    text, shaped = plain_letters(text)
    if shaped:
        report.repaired(source.name, None, "presentation-forms", shaped)
    fields = {"title": title, "text": text} if title else dict(parse_text(text, field_map))
    if author and author != "python-docx":
        fields.setdefault("author", author)
    if created is not None:
        fields["file_created"] = created.isoformat()  # the file's day, not the article's
    yield Record(fields)


def _paragraphs(part: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Give the style and the text of each paragraph that is not empty, those of tables row by row."""
    from docx.table import Table

    for item in part.iter_inner_content():
        if not isinstance(item, Table):
            if item.text.strip():
                yield item.style.style_id if item.style is not None else "", item.text.strip()
        elif depth < _MAX_NESTED_TABLES:
            for row in item.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell, depth + 1)
