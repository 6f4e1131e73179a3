"""Every reader on damaged files of its format: nothing but articles and reports comes out.

The short run belongs to the suite; `make soak` makes three thousand examples of each format. What was found is kept
in the tests of the formats.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Load
from .samples import samples

SAMPLES = samples()
FORMATS = sorted(SAMPLES)
SPLICES = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"&",
    b'"',
    b"\n",
    b"]]>",
    b"<![CDATA[",
    b"{",
    b"[",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"&#" + b"9" * 5_000 + b";",
    b"&#xD800;",
    b"<!--",
    b"\xef\xbb\xbf",
    b"Content-Length: -1\r\n",
    b"1e999",
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "drop", "double", "splice"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, edits: list[tuple[str, float, int]]) -> bytes:
    """Damage bytes in a few places."""
    for kind, where, value in edits:
        at = int(where * len(data))
        if kind == "flip":
            data = data[:at] + bytes([value]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at]
        elif kind == "drop":
            data = data[:at] + data[at + value :]
        elif kind == "double":
            data = data[: at + value] + data[at:]
        else:
            data = data[:at] + SPLICES[value % len(SPLICES)] * (value % 5) + data[at:]
    return data


def check(load: Callable[..., Load], path: Path, extension: str, data: bytes) -> None:
    """Read it: an exception fails the test; with neither article nor report something was lost in silence."""
    path.write_bytes(data)
    found = load(path)
    if not extension.startswith(("zip", "tar")):  # in an archive may be nothing at all, or what is passed over
        assert found.articles or found.problems, f"{extension}: {len(data)} bytes gave nothing"


@pytest.mark.parametrize("extension", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_a_damaged_file_gives_articles_or_reports(
    tmp_path: Path, load: Callable[..., Load], extension: str, edits: list[tuple[str, float, int]]
) -> None:
    check(load, tmp_path / f"a.{extension}", extension, edited(SAMPLES[extension], edits))


@pytest.mark.soak
@pytest.mark.parametrize("extension", FORMATS)
@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_three_thousand_damaged_files_give_articles_or_reports(
    tmp_path: Path, load: Callable[..., Load], extension: str, edits: list[tuple[str, float, int]]
) -> None:
    check(load, tmp_path / f"a.{extension}", extension, edited(SAMPLES[extension], edits))
