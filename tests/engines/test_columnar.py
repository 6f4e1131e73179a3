from __future__ import annotations
import pytest
from searchnews.engines.columnar import ColumnarFactory
from tests.engines.contract import EngineContract
from tests.engines.documents import COLUMNS, FIELDS

class TestColumnar(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        return ColumnarFactory().create(str(tmp_path), FIELDS, COLUMNS)
