"""Fixtures for all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchnews._choosing import compiled_choosing
from searchnews.compiled import compiled

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


@pytest.fixture(scope="module", params=["compiled", "pure"])
def either_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run the tests of a module twice: with what is compiled, if it is here, and with Python alone."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "pure":
            patch.setenv("SEARCHNEWS_PURE", "1")
        _ask_anew()
        if request.param == "compiled" and compiled("adding") is None:
            pytest.skip("nothing is compiled here: there was no C++ compiler, or SEARCHNEWS_PURE is set")
        yield
    _ask_anew()


def _ask_anew() -> None:
    compiled.cache_clear()
    compiled_choosing.cache_clear()
