"""The Arabic language: tokens, folds, stems, roots and stop words. Knows nothing of search.

>>> from searchnews.arabic import analyzer
>>> analyzer().forms("وبالوزيرِ").stem
'وزير'
"""

from __future__ import annotations

from searchnews.arabic.analyzer import DEFAULT_PRESET, PRESETS, Analyzer, analyzer
from searchnews.arabic.exceptions import read_exceptions
from searchnews.arabic.token import Forms, Token

__all__ = ["DEFAULT_PRESET", "PRESETS", "Analyzer", "Forms", "Token", "analyzer", "read_exceptions"]
