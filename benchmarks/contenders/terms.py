"""Our terms, for the contenders that do not analyse: light stems, one for each token."""

from __future__ import annotations

from searchnews.arabic import Forms, analyzer

__all__ = ["forms", "index_terms", "query_terms"]

_ANALYZER = analyzer()


def forms(text: str) -> list[Forms]:
    """Give the forms of each token; of a hashtag, those of its parts."""
    return [_ANALYZER.forms(token.text) for token in _ANALYZER.tokenize(text) if token.kind != "hashtag"]


def index_terms(text: str) -> list[str]:
    """Give the stem of every token in order; what UTF-8 cannot hold is replaced."""
    return [form.stem.encode("utf-8", "replace").decode() for form in forms(text)]


def query_terms(text: str, *, phrase: bool) -> list[str]:
    """Give the stems to ask for: without stop words, unless they are part of a phrase or all there is."""
    found = forms(text)
    telling = [] if phrase else [form for form in found if not form.stop]
    return list(dict.fromkeys(form.stem for form in telling)) or [form.stem for form in found]
