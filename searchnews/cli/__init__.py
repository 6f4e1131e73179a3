"""The command line. `main` is what the `searchnews` command runs; everything else is imported when needed."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line with the arguments of this process, and exit with its status."""
    import gc
    import os

    # NumPy's linear algebra would start its threads, a quarter of a query's CPU time; only `eval` multiplies matrices,
    # small ones.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from searchnews.cli.app import app

    gc.set_threshold(50_000)  # all that is imported lasts: to look for cycles in it time and again is a 40th of a query
    try:
        app.main(prog_name="searchnews")
    finally:
        gc.freeze()  # nor in what is left at the end: a 17th
    raise SystemExit(0)  # not reached: `app.main` exits by itself
