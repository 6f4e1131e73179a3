"""The formats: which reader reads what, and what it needs.

Owns the table of formats. A reader is a function `(Source, Report, field_map) -> Iterator[Record]`, an opener of
archives one `(Source, Report) -> Iterator[Source]`; each lives in a module of its own, imported when a file of its
format turns up. Which format a file has is `sniffing`'s to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from searchnews.ingest.report import Report
from searchnews.ingest.streams import Source
from searchnews.ingest.unpacking import PACKINGS

__all__ = ["BY_NAME", "FORMATS", "Format", "Opener", "Reader", "Record", "extension_of", "format_of", "plain_name"]


class Record(NamedTuple):
    """One article as its file has it.

    `values` are its fields under their names; `line` (1-based) is where it begins, None where the format has
    no lines; `number` (1-based) is its place in a file of many records, None for a file that is one article.
    """

    values: Mapping[str, Any]
    line: int | None = None
    number: int | None = None


Reader = Callable[[Source, Report, Mapping[str, str]], Iterator[Record]]
Opener = Callable[[Source, Report], Iterator[Source]]


class Format(NamedTuple):
    """A kind of file: its name, what it is, its extensions, and the function that reads it.

    `extra` is the optional part it needs and `module` what that part brings; both are empty where nothing is
    needed. `holds_files` says that it is an archive, whose files are read as if they lay in a folder.
    """

    name: str
    what: str
    extensions: tuple[str, ...]
    reader: str
    extra: str = ""
    module: str = ""
    holds_files: bool = False

    @property
    def is_installed(self) -> bool:
        """Say whether what it needs is there."""
        return not self.module or find_spec(self.module) is not None

    def load(self) -> Any:
        """Import the reader, or the opener of an archive."""
        module, _, function = self.reader.partition(":")
        return getattr(import_module(f"{__name__}.{module}"), function)


FORMATS: Final = (
    Format("text", "plain text, a title on its first line", ("txt", "text"), "text:read_text"),
    Format("jsonl", "JSON lines", ("jsonl", "ndjson"), "jsonl:read_jsonl"),
    Format("json", "a list of objects, or one", ("json",), "json_file:read_json"),
    Format("csv", "a table; the first row names the columns", ("csv",), "delimited:read_csv"),
    Format("tsv", "a table between tabs", ("tsv",), "delimited:read_tsv"),
    Format("html", "a saved web page", ("html", "htm", "xhtml", "shtml"), "html:read_html"),
    Format("xml", "records in elements", ("xml",), "xml_file:read_xml"),
    Format("sgml", "TREC and LDC documents", ("sgml", "sgm", "trec"), "sgml:read_sgml"),
    Format("warc", "the pages of a web crawl", ("warc",), "warc:read_warc"),
    Format("feed", "RSS and Atom", ("rss", "atom"), "feed:read_feed", "feeds", "feedparser"),
    Format("parquet", "a table in columns", ("parquet",), "parquet:read_parquet", "parquet", "pyarrow"),
    Format("docx", "a Word document", ("docx",), "docx:read_docx", "docx", "docx"),
    Format("pdf", "the text of a PDF", ("pdf",), "pdf:read_pdf", "pdf", "pypdfium2"),
    Format("zip", "files in an archive", ("zip",), "archives:open_zip", holds_files=True),
    Format("tar", "files in an archive", ("tar", "tgz", "tbz2", "txz"), "archives:open_tar", holds_files=True),
)
BY_NAME: Final[Mapping[str, Format]] = {each.name: each for each in FORMATS}
_BY_EXTENSION: Final[Mapping[str, Format]] = {extension: each for each in FORMATS for extension in each.extensions}
_PACKED: Final = tuple(f".{kind}" for kind in PACKINGS)


def plain_name(name: str) -> str:
    """Give a file name in lower case without the extensions of packed files: أخبار.JSONL.gz is أخبار.jsonl."""
    stem = name.lower()
    while stem.endswith(_PACKED):
        stem = stem.rpartition(".")[0]
    return stem


def extension_of(name: str) -> str:
    """Give a file name's extension in lower case, looking through .gz and its like; empty where there is none.

    >>> extension_of("أخبار.JSONL.gz"), extension_of("notes.doc"), extension_of("gz")
    ('jsonl', 'doc', '')
    """
    stem = plain_name(name)
    return stem.rpartition(".")[2] if "." in stem[1:] else ""


def format_of(name: str) -> Format | None:
    """Give the format that a file name claims to be of, or None."""
    return _BY_EXTENSION.get(extension_of(name))
