"""Bytes in, articles out: reading, decoding and cleaning archives of any kind.

The one face of the room: `read_articles`, `parse_date`, `clean`, `decode`. Each is imported when it is first
asked for, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchnews.ingest.boilerplate import Boilerplate, Learner
    from searchnews.ingest.cleaning import Cleaned, clean
    from searchnews.ingest.dates import parse_date
    from searchnews.ingest.decoding import Decoded, decode
    from searchnews.ingest.reading import read_articles
    from searchnews.ingest.steps import STEPS

__all__ = [
    "STEPS",
    "Boilerplate",
    "Cleaned",
    "Decoded",
    "Learner",
    "clean",
    "decode",
    "parse_date",
    "read_articles",
]

_HOMES = {
    "STEPS": "steps",
    "Boilerplate": "boilerplate",
    "Learner": "boilerplate",
    "Cleaned": "cleaning",
    "Decoded": "decoding",
    "clean": "cleaning",
    "decode": "decoding",
    "parse_date": "dates",
    "read_articles": "reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
