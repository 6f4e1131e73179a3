"""Words as people write them, and what is known of them: completions, and the words that tell some articles apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Suggestion"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on with what was typed.

    `text` is the whole of it, as articles write it. `kind` is `word`; `phrase`, where words stood before; or `title`,
    the title of the article `id`. `articles` counts those that hold it: 1 for a title.
    """

    text: str
    kind: Literal["word", "phrase", "title"]
    articles: int
    id: str = ""
