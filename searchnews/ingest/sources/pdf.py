"""PDF files: one article a file, of the text that is in it.

Owns how lines become paragraphs and what a file's title is; the text is PDFium's (pypdfium2) to extract. Arabic that
comes out mirrored or in presentation forms is put right and reported. A scan has no text: it is reported and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any, Final

from searchnews.ingest.report import Report
from searchnews.ingest.sources import Record
from searchnews.ingest.sources.text import parse_text
from searchnews.ingest.streams import Source, seekable
from searchnews.ingest.unpacking import Unreadable, foreign
from searchnews.ingest.visual_order import plain_letters, straightened

__all__ = ["MAX_CHARS", "MAX_PAGES", "read_pdf"]

MAX_PAGES: Final = 5_000
MAX_CHARS: Final = 32 * 1024 * 1024
_SENTENCE_ENDS: Final = (".", "؟", "?", "!", "…", ":", "»", "”")
_FULL: Final = 0.75  # of the usual length of a page's lines: a shorter line ends its paragraph
_NO_TITLE: Final = ("microsoft word", "untitled", "document", "powerpoint", "slide")


def read_pdf(source: Source, report: Report, field_map: Mapping[str, str]) -> Iterator[Record]:
    """Read a PDF file as one record."""
    import pypdfium2

    with seekable(source) as stream:
        try:
            with foreign("the PDF file"):
                document = pypdfium2.PdfDocument(stream)
        except Unreadable as error:
            if "password" in str(error.__cause__).lower():
                raise Unreadable("encrypted: save it without its password first") from error
            raise
        try:
            with foreign("the PDF file"):
                pages = list(_pages(document, source, report))
                told = document.get_metadata_dict(skip_empty=True)
        finally:
            document.close()
    text, turned = straightened("\n\n".join(pages))  # line by line: before lines are joined
    if turned:
        report.repaired(source.name, None, "reversed-text", turned)
    text, shaped = plain_letters(text)
    if shaped:
        report.repaired(source.name, None, "presentation-forms", shaped)
    if not text.strip():
        raise Unreadable("no text in it: a scan has to go through text recognition (OCR) first")
    yield Record(_fields(_paragraphs(text.split("\n")), told, field_map))


def _pages(document: Any, source: Source, report: Report) -> Iterator[str]:
    """Give the text of each page as its lines stand."""
    size = 0
    for number in range(len(document)):
        if number >= MAX_PAGES or size > MAX_CHARS:
            report.skip_source(source.name, f"the pages from {number + 1:,} on: longer than a text can be here")
            return
        page = document[number]
        text = page.get_textpage().get_text_range()
        page.close()
        size += len(text)
        yield "\n".join(line.strip() for line in text.splitlines())


def _paragraphs(lines: list[str]) -> str:
    """Join lines into paragraphs: one goes on after a line that is full and does not end a sentence."""
    usual = median([len(line) for line in lines if line] or [0])
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        goes_on = len(line) >= _FULL * usual and len(lines) > 2 and not line.endswith(_SENTENCE_ENDS)
    return "\n".join(joined)


def _fields(text: str, told: Mapping[str, str], field_map: Mapping[str, str]) -> dict[str, str]:
    """Give the fields: the title that the file tells, if it is one, else the first line as in a text file."""
    title = told.get("Title", "").strip()
    if not title or title.lower().startswith(_NO_TITLE) or title.lower().endswith((".doc", ".docx", ".pdf")):
        fields = dict(parse_text(text, field_map))
    else:
        fields = {"title": title, "text": text}
    if told.get("Author"):
        fields.setdefault("author", told["Author"])
    if told.get("CreationDate"):
        fields["file_created"] = told["CreationDate"]  # the file's day, not the article's
    return fields
