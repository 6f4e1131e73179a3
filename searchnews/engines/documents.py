"""What an engine is handed: documents, one by one or many at once, whose words were analysed already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, overload

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CodedTerms", "Document", "DocumentBatch", "FieldBatch", "FieldTerms"]


class CodedTerms(Sequence[str]):
    """Terms as numbers in a vocabulary: the same terms, cheaper to hand over by the million.

    `numbers` is an array of whole numbers that index `vocabulary`, a list that may grow but never changes.
    """

    __slots__ = ("numbers", "vocabulary")

    def __init__(self, numbers: NDArray[Any], vocabulary: list[str]) -> None:
        self.numbers, self.vocabulary = numbers, vocabulary

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self.vocabulary[number] for number in self.numbers[place]]
        number: int = self.numbers[place]
        return self.vocabulary[number]


class FieldTerms(NamedTuple):
    """The terms of one field of one document, in text order, repeats included.

    `positions[i]` is the place of `terms[i]`: ascending, not strictly (terms may share a place, and places
    may be left out). None where the field keeps no positions. The field's length is `len(terms)`.
    """

    terms: Sequence[str]
    positions: Sequence[int] | NDArray[Any] | None = None


class Document(NamedTuple):
    """What the index hands to the engine for one article.

    `columns` are short values kept beside the document and readable without `stored`; `stored` is opaque.
    """

    id: str
    fields: Mapping[str, FieldTerms]
    columns: Mapping[str, str]
    stored: bytes


class FieldBatch(NamedTuple):
    """The terms of one field of many documents, one after the other.

    `lengths` says how many of `terms`, and of `positions` if the field has them, are of each document.
    """

    terms: Sequence[str]
    lengths: Sequence[int] | NDArray[Any]
    positions: Sequence[int] | NDArray[Any] | None = None


class DocumentBatch(NamedTuple):
    """Many documents: each part of them in a row, so that work on all of them is work on arrays.

    `columns` have a value for each document, empty where it has none. A field that is not there is in no document.
    """

    ids: Sequence[str]
    fields: Mapping[str, FieldBatch]
    columns: Mapping[str, Sequence[str]]
    stored: Sequence[bytes]

    @classmethod
    def of(cls, document: Document) -> DocumentBatch:
        """Give a batch of one document."""
        fields = {name: FieldBatch(terms, [len(terms)], places) for name, (terms, places) in document.fields.items()}
        columns = {name: [value] for name, value in document.columns.items()}
        return cls([document.id], fields, columns, [document.stored])

    def documents(self) -> Iterator[Document]:
        """Give the documents one by one."""
        extents = {
            name: list(pairwise(accumulate(map(int, field.lengths), initial=0))) for name, field in self.fields.items()
        }
        for at, id in enumerate(self.ids):
            fields = {}
            for name, (terms, _, places) in self.fields.items():
                here = slice(*extents[name][at])
                fields[name] = FieldTerms(terms[here], None if places is None else places[here])
            columns = {name: values[at] for name, values in self.columns.items() if values[at]}
            yield Document(id, fields, columns, self.stored[at])
