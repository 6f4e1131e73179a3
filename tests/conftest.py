"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE_THE_PROJECT = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Give the folder of evaluation collections: SEARCHNEWS_DATA, else ../shared/data; skip where there is none."""
    named = os.environ.get("SEARCHNEWS_DATA")
    folder = Path(named) if named else _BESIDE_THE_PROJECT
    if not folder.is_dir():
        pytest.skip(f"no evaluation data at {folder}; set SEARCHNEWS_DATA to its folder")
    return folder
