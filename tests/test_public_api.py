"""What `import searchnews` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import searchnews
from searchnews import errors, model


def test_every_exported_name_is_there():
    for name in searchnews.__all__:
        assert getattr(searchnews, name) is not None


def test_exports_are_sorted_and_listed_by_dir():
    assert sorted(searchnews.__all__) == searchnews.__all__
    assert dir(searchnews) == searchnews.__all__


def test_every_error_is_exported_and_has_one_root():
    for name in errors.__all__:
        assert name in searchnews.__all__
        assert issubclass(getattr(searchnews, name), searchnews.SearchNewsError)


def test_the_data_of_articles_and_results_is_exported():
    assert set(model.__all__) - {"content_hash", "identified", "Wanted"} <= set(searchnews.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nosuch'"):
        searchnews.nosuch  # noqa: B018 - the look-up is the test


def _modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    loaded = _modules_after("import searchnews")
    heavy = {"whoosh", "numpy", "pyarabic", "click", "rich", "searchnews.index", "searchnews.model"}
    assert not loaded & heavy


def test_naming_an_article_does_not_load_the_engine():
    assert not _modules_after("from searchnews import Article, SearchNewsError") & {"whoosh", "numpy", "pyarabic"}
