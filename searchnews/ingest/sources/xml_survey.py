"""Which elements of an XML file are its records: answered from its first million letters.

Owns that answer. The record is the outermost element that holds a single text: `<page>` of a wiki's dump and not the
`<revision>` in it. Invariant: no entity that a file declares is ever expanded, and no other file opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from searchnews.ingest.record import field_of, is_named
from searchnews.ingest.unpacking import Unreadable

__all__ = ["MAX_DEPTH", "Path", "Survey", "local_name", "parser"]

MAX_DEPTH: Final = 256

Path = tuple[str, ...]
"""The names of the elements around, from the outermost in."""


def parser() -> expat.XMLParserType:
    """Make a parser that refuses entities of the file's own and passes over unknown ones."""
    parser = expat.ParserCreate()
    parser.UseForeignDTD(True)  # HTML's names for letters are told to SkippedEntityHandler instead of being an error
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Unreadable("it declares entities, which are not expanded here: they can be made to fill any memory")


def local_name(name: str) -> str:
    """Give an element's name without its prefix."""
    return name.rpartition(":")[2]


class Survey:
    """What the beginning of a file shows: how often each path of elements comes, and which hold named fields."""

    def __init__(self, field_map: Mapping[str, str]) -> None:
        self._field_map = field_map
        self.counts: Counter[Path] = Counter()
        self._holders: set[Path] = set()
        self._at: list[str] = []
        self._is_complete = False
        self.spine: set[Path] = set()
        """The elements around the text that the record was chosen by."""
        self.parser = parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def field(self, name: str) -> tuple[str, int] | None:
        """Give our field for an element's name and its rank; a name that is mapped ranks before all."""
        for ours, theirs in self._field_map.items():
            if is_named(name, theirs):
                return ours, -1
        return field_of(name)

    def holds_fields(self, path: Path) -> bool:
        """Say whether elements at this path have some with names of ours in them: they are no field themselves."""
        return path in self._holders

    def record_path(self) -> Path | None:
        """Give the path of the records; None where no element looks like a text or a title."""
        text, title = self._best("text"), self._best("title")
        field = text or title
        if field is None:
            return None
        self.spine = {field[:length] for length in range(1, len(field))}
        wanted = self.counts[field]
        if wanted == 1 and not self._is_complete:  # one so far, and who knows how many follow: the nearest is safe
            return (_shared(text, title) if text and title else ()) or field[:-1]
        for length in range(1, len(field)):
            if self.counts[field[:length]] >= wanted:
                return field[:length]
        if text is not None and title is not None:  # many texts in one record: paragraphs
            shared = _shared(text, title)
            return shared if shared and self.counts[shared] > 1 else text[:-1]
        return field[:-1] or field

    def _best(self, wanted: str) -> Path | None:
        found: list[tuple[bool, int, int, int, Path]] = []
        for path, count in self.counts.items():
            known = self.field(local_name(path[-1]))
            if known is not None and known[0] == wanted and len(path) > 1:
                found.append((path in self._holders, known[1], -count, len(found), path))
        return min(found)[-1] if found else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.field(local_name(name)) is not None:
            self._holders.add(tuple(self._at))
        self._at.append(name)
        if len(self._at) > MAX_DEPTH:
            raise Unreadable(f"elements nested more than {MAX_DEPTH} deep")
        self.counts[tuple(self._at)] += 1

    def _end(self, name: str) -> None:
        self._at.pop()
        self._is_complete = not self._at


def _shared(first: Path, second: Path) -> Path:
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return first[:length]
