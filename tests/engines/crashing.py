"""A process that commits in a loop until it is killed, and what its commits leave."""

from __future__ import annotations

import sys
from itertools import count

from searchnews.engines import open_engine
from tests.engines.documents import document

IDS = 12


def state(commit: int) -> dict[str, bytes]:
    """Give what the index holds after a commit: stored bytes by id. Commit 0 is the empty index."""
    held: dict[str, bytes] = {}
    for number in range(1, commit + 1):
        put, deleted = change(number)
        held.pop(deleted, None)
        held.update({id: text.encode() for id, text in put.items()})
    return held


def change(commit: int) -> tuple[dict[str, str], str]:
    """Give what a commit puts, and the id that it deletes before."""
    put = {f"id{(commit * step) % IDS}": f"سلام c{commit} " * (1 + commit % 4) for step in (1, 5, 7)}
    return put, f"id{(commit * 3) % IDS}"


def write(path: str, first: int) -> None:
    """Commit on and on, from commit number `first`; acknowledge each on stdout once it is lasting."""
    engine = open_engine("whoosh", path)
    for number in count(first):
        put, deleted = change(number)
        # A segment for each document, now and then: more files, more points to die at.
        with engine.writer(memory=1 if number % 3 == 0 else None) as writer:
            writer.delete(deleted)
            for id, text in put.items():
                writer.put(document(id, text))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
