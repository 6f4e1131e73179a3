"""Fixtures for all tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Shells start what is to run in the background deaf to Ctrl-C, and so would be the programs that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Give the folder of evaluation collections, named by SEARCHNEWS_DATA; skip where there is none."""
    named = os.environ.get("SEARCHNEWS_DATA", "")
    if not named or not Path(named).is_dir():
        pytest.skip(f"no evaluation data at {named!r}; set SEARCHNEWS_DATA to its folder")
    return Path(named)
