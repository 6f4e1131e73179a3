r"""Paragraphs and whole bodies that a scraper took twice.

Owns the decision what is a copy. Text is given with tidy spacing, a paragraph a line. A copy is dropped where
it stands the second time; the first stays. Verse, refrains and lists repeat short lines on purpose: a line of
verse has at most about 90 characters, so nothing below `_ADJACENT` is dropped for itself, and a run of lines
only if one of them is prose.

    >>> line = "وقال المدير إن الهجوم هو الأعنف على المدينة منذ أكثر من عام، مشيرا إلى سقوط عشرات القتلى والجرحى."
    >>> drop_repeats(f"{line}\n{line}")[1]
    {'repeated-paragraph': 1}
"""

from __future__ import annotations

from typing import Final

__all__ = ["drop_repeats"]

_ADJACENT: Final = 90  # characters: a paragraph just after its twin
_ANYWHERE: Final = 150  # characters: a paragraph anywhere after its twin
_BODY_LINES: Final = 2
_BODY_CHARS: Final = 240
_PROSE_CHARS: Final = 120
_TAIL_PROBE: Final = 80
_TAIL_CHARS: Final = 300
_SENTENCE_ENDS: Final = '.!؟?…»"”)\n'


def drop_repeats(text: str, *, paragraphs: bool = True, bodies: bool = True) -> tuple[str, dict[str, int]]:
    """Drop paragraphs that stood before and a body that comes twice.

    Gives the text and the counts of `repeated-paragraph` and `repeated-body`; either can be switched off.
    """
    counts: dict[str, int] = {}
    lines = text.split("\n")
    filled = [line for line in lines if line]
    if len(set(filled)) < len(filled):
        dropped = _copies(filled, counts, paragraphs=paragraphs, bodies=bodies)
        if dropped:
            text = _without(lines, dropped)
    cut = _glued_copy(text) if bodies else 0
    if cut:
        counts["repeated-body"] = counts.get("repeated-body", 0) + 1
        text = text[:cut].rstrip()
    return text, counts


def _copies(lines: list[str], counts: dict[str, int], *, paragraphs: bool, bodies: bool) -> set[int]:
    """Find the places, among the filled lines, of those to drop."""
    first: dict[str, int] = {}
    dropped: set[int] = set()
    at = known = 0  # up to `known` the lines are part of a run that is no body: no need to follow it again
    while at < len(lines):
        line = lines[at]
        twin = first.setdefault(line, at)
        if twin == at:
            at += 1
            continue
        run = _run(lines, twin, at) if at >= known else 0
        known = max(known, at + run)
        if bodies and _is_body(lines, twin, at, run):
            counts["repeated-body"] = counts.get("repeated-body", 0) + 1
            dropped.update(range(at, at + run))
            at += run
            continue
        if paragraphs and (len(line) >= _ANYWHERE or (len(line) >= _ADJACENT and lines[at - 1] == line)):
            counts["repeated-paragraph"] = counts.get("repeated-paragraph", 0) + 1
            dropped.add(at)
        at += 1
    return dropped


def _run(lines: list[str], twin: int, at: int) -> int:
    """Count the lines from `at` on that equal those from `twin` on, without running into the copy."""
    length = 0
    while at + length < len(lines) and twin + length < at and lines[twin + length] == lines[at + length]:
        length += 1
    return length


def _is_body(lines: list[str], twin: int, at: int, run: int) -> bool:
    """Say whether a repeated run is a copy of a body: several lines, long in all, with prose among them."""
    if run < _BODY_LINES:
        return False
    copied = lines[at : at + run]
    chars = sum(map(len, copied))
    whole = twin == 0 and at == run and at + run == len(lines)  # the article is exactly two copies
    return chars >= _BODY_CHARS and (whole or max(map(len, copied)) >= _PROSE_CHARS)


def _without(lines: list[str], dropped: set[int]) -> str:
    """Put the lines together again without the dropped ones and without doubled blank lines."""
    out: list[str] = []
    at = -1
    for line in lines:
        at += bool(line)
        if line and at in dropped:
            continue
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n")


def _glued_copy(text: str) -> int:
    """Give the place where a second copy begins that hangs on to the first in one paragraph; 0 for none.

    The last 80 characters are looked for earlier in the text; from there both are followed backwards. The
    copy must be of 300 characters and begin where a sentence ended, and the first copy must end there.
    """
    size = len(text)
    if size < 2 * _TAIL_CHARS:
        return 0
    found = text.find(text[-_TAIL_PROBE:], 0, size - _TAIL_PROBE)
    if found < 0:
        return 0
    first_end = found + _TAIL_PROBE
    same, reach = _TAIL_PROBE, min(first_end, size - first_end)
    while same < reach and text[first_end - same - 1] == text[size - same - 1]:
        same += 1
    start = size - same
    while start < size and not _sentence_ended(text, start):
        start += 1
    if size - start < _TAIL_CHARS or text[first_end:start].strip():
        return 0
    return start


def _sentence_ended(text: str, at: int) -> bool:
    """Say whether the last character before `at`, spaces apart, ends a sentence."""
    before = at - 1
    while before > 0 and text[before] == " ":
        before -= 1
    return text[before] in _SENTENCE_ENDS
