"""The engine in memory keeps the contract."""

from __future__ import annotations

import pytest
from whoosh.query import Regex, Variations

from searchnews.engines import create_engine
from searchnews.engines.base import Engine
from tests.engines.contract import EngineContract
from tests.engines.documents import COLUMNS, FIELDS


class TestMemoryEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return create_engine("memory", None, FIELDS, COLUMNS)

    @pytest.mark.parametrize("query", [Variations("body", "ا"), Regex("body", "ا")])
    def test_queries_without_a_rule_are_refused(self, engine: Engine, query: object):
        with engine.searcher() as searcher, pytest.raises(NotImplementedError):
            searcher.search(query, limit=1)


def test_it_takes_no_path():
    with pytest.raises(ValueError, match="takes no path"):
        create_engine("memory", "somewhere", FIELDS, COLUMNS)
