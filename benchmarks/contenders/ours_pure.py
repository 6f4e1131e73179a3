"""searchnews without what is compiled of it: as it is where there was no compiler when it was installed."""

from __future__ import annotations

import os

os.environ["SEARCHNEWS_PURE"] = "1"  # before anything of searchnews is asked for, here and in its worker processes

from benchmarks.contenders.ours import index, open_asker

__all__ = ["index", "open_asker"]
