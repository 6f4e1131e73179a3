"""Saved searches, and what is new for them.

*New* is an article that matches now and did not when the search was last asked. It may have come since, or been changed
so that it matches; one that matched before and was corrected is not told of again. Kept is, for each search, a
fingerprint of 8 bytes of the id of each article that matched: no counter of the index, so that merging, loading again,
taking articles out and building anew tell nothing twice and hide nothing; and never more than match, so that it does
not grow with time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from searchnews._saved_file import changing, read
from searchnews.errors import SavedSearchError
from searchnews.index import Index
from searchnews.model import Query, Results

__all__ = ["MAX_MATCHES", "Alert", "SavedSearch", "SavedSearches"]

MAX_MATCHES: Final = 100_000
"""A search that matches more articles when it is saved is refused: a megabyte would be kept of it."""

MAX_NAME_CHARS: Final = 100

_FINGERPRINT_BYTES: Final = 8
_ARABIC_OPERATORS: Final = "arabic_operators"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that was saved: `saved` and `asked` are when it was, and when it was last asked (ISO 8601, UTC).

    `matches` is the number of articles that matched then.
    """

    name: str
    query: str
    saved: str
    asked: str
    matches: int


@dataclass(frozen=True, slots=True)
class Alert:
    """What is new for a saved search: `results.total` articles, of which `results` has the newest.

    `search` is what it was before it was asked now.
    """

    search: SavedSearch
    results: Results


class SavedSearches:
    """The saved searches of an index, kept in its folder. Any number of processes may use them at once.

    ValueError for an index that is in no folder.

        saved = SavedSearches(index)
        saved.save("مفاوضات", '+محادثات +"وزير الخارجية"')
        with saved.alerts() as alerts:        # after the next load
            for alert in alerts:
                print(alert.search.name, alert.results.total)
    """

    def __init__(self, index: Index) -> None:
        if index.path is None:
            raise ValueError("an index in memory keeps no saved searches; make one in a folder")
        self._index, self._folder = index, index.path

    def __iter__(self) -> Iterator[SavedSearch]:
        return iter([_search_of(name, entry) for name, entry in sorted(read(self._folder).items())])

    def save(self, name: str, query: str | Query, *, replace: bool = False) -> SavedSearch:
        """Save a search under a name; what matches now is known from now on, and only later articles are new.

        `SavedSearchError` for a name that is taken, unless `replace`, or that is none, and for a search that matches
        more than `MAX_MATCHES` articles; `QueryError`.
        """
        name = _checked_name(name)
        with changing(self._folder) as notebook:
            if name in notebook and not replace:
                raise SavedSearchError(f"there is a saved search {name!r} already; choose another name, or replace it")
            ids = self._index.news(query, limit=0).ids
            if len(ids) > MAX_MATCHES:
                raise SavedSearchError(
                    f"{len(ids):,} articles match, and at most {MAX_MATCHES:,} may; narrow it, for instance with a + "
                    "before a word that has to match"
                )
            now = _now()
            notebook[name] = {"query": str(query), "saved": now, "asked": now, "known": _packed(map(_fingerprint, ids))}
            if isinstance(query, Query) and query.arabic_operators:  # which the text alone does not say
                notebook[name][_ARABIC_OPERATORS] = True
            notebook.write()
            return _search_of(name, notebook[name])

    def delete(self, name: str) -> bool:
        """Forget a saved search; False where there is none of this name."""
        with changing(self._folder) as notebook:
            if notebook.pop(_normal(name), None) is None:
                return False
            notebook.write()
            return True

    @contextmanager
    def alerts(
        self, names: Iterable[str] = (), *, limit: int = 20, snippets: int = 1, keep: bool = True
    ) -> Iterator[tuple[Alert, ...]]:
        """Ask the saved searches (of these names, or all) and give those with something new, by name.

        What is given is known from the end of the context on; an error in it, or `keep=False`, leaves it new. So
        nothing is lost if the telling fails, and other processes wait until it is done. `results` has at most `limit`
        articles. `SavedSearchError` for a name that there is none of; `QueryError`.
        """
        with changing(self._folder) as notebook:
            chosen = sorted(map(_normal, names)) or sorted(notebook)
            for name in chosen:
                if name not in notebook:
                    raise SavedSearchError(f"there is no saved search {name!r}; `searchnews saved` lists them")
            found, now = [], _now()
            for name in chosen:
                search, known = _search_of(name, notebook[name]), _unpacked(name, notebook[name])
                is_known = partial(_is_among, known)
                query = Query(search.query, arabic_operators=notebook[name].get(_ARABIC_OPERATORS) is True)
                news = self._index.news(query, is_known=is_known, limit=limit, snippets=snippets)
                notebook[name] |= {"asked": now, "known": _packed(map(_fingerprint, news.ids))}
                if news.results.total:
                    found.append(Alert(search, news.results))
            yield tuple(found)
            if keep and chosen:
                notebook.write()


def _checked_name(name: str) -> str:
    name = _normal(name)
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise SavedSearchError(f"a name has 1 to {MAX_NAME_CHARS} characters that can be printed, unlike {name!r}")
    return name


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _search_of(name: str, entry: Mapping[str, Any]) -> SavedSearch:
    try:
        texts = [entry[key] for key in ("query", "saved", "asked")]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
        query, saved, asked = texts
        return SavedSearch(name, query, saved, asked, len(_unpacked(name, entry)))
    except (KeyError, TypeError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> SavedSearchError:
    return SavedSearchError(f"what is kept of the saved search {name!r} is damaged; delete it and save it anew")


def _fingerprint(id: str) -> bytes:
    return hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=_FINGERPRINT_BYTES).digest()


def _is_among(known: set[bytes], id: str) -> bool:
    return _fingerprint(id) in known


def _packed(fingerprints: Iterable[bytes]) -> str:
    return b64encode(b"".join(sorted(fingerprints))).decode("ascii")


def _unpacked(name: str, entry: Mapping[str, Any]) -> set[bytes]:
    try:
        packed = b64decode(entry["known"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(name) from error
    if len(packed) % _FINGERPRINT_BYTES:
        raise _damaged(name)
    return {packed[at : at + _FINGERPRINT_BYTES] for at in range(0, len(packed), _FINGERPRINT_BYTES)}
