"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Give the folder of evaluation collections, named by SEARCHNEWS_DATA; skip where there is none."""
    named = os.environ.get("SEARCHNEWS_DATA", "")
    if not named or not Path(named).is_dir():
        pytest.skip(f"no evaluation data at {named!r}; set SEARCHNEWS_DATA to its folder")
    return Path(named)
