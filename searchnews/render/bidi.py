"""Right-to-left text on terminals that write every character to the right of the one before.

Owns the choice of who puts Arabic in the order in which it is read (`Ordering`), and the reordering for
terminals that do not. Reordering is the last step before output: lines are wrapped first, styles travel with
their characters. Needs the extra `bidi` (python-bidi for the order, arabic-reshaper for the letter forms).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum
from importlib.util import find_spec
from typing import Any, NamedTuple

from searchnews.errors import MissingExtraError

__all__ = ["Cell", "Ordering", "choose", "installed", "require", "starts_from_right", "terminal_orders", "visual"]


class Ordering(Enum):
    """Who brings right-to-left text into reading order."""

    NOBODY = "nobody"
    """Pipes, files and unknown terminals: text goes out in logical order."""
    TERMINAL = "terminal"
    """The terminal reorders each line, as part of a left-to-right page."""
    PARAGRAPHS = "paragraphs"
    """The terminal reorders, and takes a paragraph's direction from `CSI 2 SP k` (ECMA-48 SCP): VTE does."""
    PROGRAM = "program"
    """We reorder and shape: the terminal shows cells as they come."""


class Cell(NamedTuple):
    """A character on the screen and the place in the logical text that it stands for."""

    char: str
    source: int


def terminal_orders(environ: Mapping[str, str]) -> Ordering | None:
    """Say who orders text in the terminal that `environ` describes; None when it cannot be told.

    The rule, from what the terminals document and tell of themselves:

    - VTE 0.58 and later (GNOME, Xfce, MATE, Tilix ... Terminal) reorders and takes paragraph directions;
    - Konsole, mlterm, Apple Terminal, mintty, PuTTY and Emacs reorder;
    - xterm, Alacritty, foot, Windows Terminal (since 1.22) and the Linux console do neither;
    - inside tmux or screen the outer terminal decides, and it is not known;
    - kitty shapes and reverses single words but not lines (`force_ltr no`), which fits neither way. Others
      are not known. There, text goes out in logical order.
    """
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if "TMUX" in environ or term.startswith(("tmux", "screen")):
        return None
    if term.startswith(("alacritty", "foot")) or term == "linux" or "WT_SESSION" in environ:
        return Ordering.PROGRAM
    vte = environ.get("VTE_VERSION", "")
    if vte.isdigit():
        return Ordering.PARAGRAPHS if int(vte) >= 5800 else Ordering.PROGRAM
    if "KONSOLE_VERSION" in environ or "INSIDE_EMACS" in environ or "MLTERM" in environ:
        return Ordering.TERMINAL
    if program in ("Apple_Terminal", "mintty") or term.startswith(("mlterm", "mintty", "putty")):
        return Ordering.TERMINAL
    return Ordering.PROGRAM if "XTERM_VERSION" in environ else None


def choose(setting: str, environ: Mapping[str, str]) -> Ordering:
    """Settle the ordering for a terminal from `--bidi` (`auto`, `on` or `off`).

    `on` asks us to reorder whatever the terminal; `off` leaves the text in logical order and tells the
    terminal nothing; `auto` follows `terminal_orders`, and leaves the text alone where the extra is missing.

    Raises `MissingExtraError` for `on` without the extra.
    """
    if setting == "off":
        return Ordering.NOBODY
    if setting == "on":
        require()
        return Ordering.PROGRAM
    known = terminal_orders(environ) or Ordering.NOBODY
    if known is Ordering.PROGRAM and not installed():
        return Ordering.NOBODY
    return known


def require() -> None:
    """Raise `MissingExtraError` unless the extra `bidi` is installed."""
    if not installed():
        raise MissingExtraError("Reordering right-to-left text (--bidi on)", extra="bidi")


def visual(text: str, *, right_to_left: bool = True) -> list[Cell]:
    """Give the characters of one line as they stand on the screen from left to right, letters joined.

    `right_to_left` is the direction of the line as a whole. Lam-alef becomes one cell; combining marks follow
    their letter. Unicode's bidirectional algorithm (UAX 9) by python-bidi, forms by arabic-reshaper.

        >>> "".join(cell.char for cell in visual("سلام"))
        'ﻡﻼﺳ'
    """
    shaped = _shaped(text)
    storage = _levels("".join(cell.char for cell in shaped), right_to_left=right_to_left)
    cells = [Cell(char["ch"], shaped[char["place"]].source) for char in storage]
    # Joiners and direction marks have done their work; a terminal of this kind may show them as boxes.
    return _marks_after_letters([cell for cell in cells if unicodedata.category(cell.char) != "Cf"])


def starts_from_right(text: str) -> bool:
    """Say whether the first letter of `text` belongs to a right-to-left script: its direction by UAX 9, P2."""
    classes = (unicodedata.bidirectional(char) for char in text)
    return next((found != "L" for found in classes if found in ("L", "R", "AL")), False)


def installed() -> bool:
    """Say whether the extra `bidi` is there."""
    return find_spec("bidi") is not None and find_spec("arabic_reshaper") is not None


def _shaped(text: str) -> list[Cell]:
    """Join letters, keeping for each form the place of the (first) letter it stands for."""
    from arabic_reshaper import ArabicReshaper

    options = {"delete_harakat": False, "shift_harakat_position": False, "support_zwj": True}
    reshaper = ArabicReshaper(configuration={**options, "support_ligatures": False})
    forms = reshaper.reshape(text)
    # One letter, one form, but for the zero-width joiner, which is used up. Anything else is left unshaped.
    places = [at for at, char in enumerate(text) if char != "\u200d"]
    if len(forms) != len(places):
        forms, places = text, list(range(len(text)))
    joined = _with_lam_alef([Cell(form, at) for form, at in zip(forms, places, strict=True)])
    return [cell for cell in joined if cell.char not in _ISOLATES]


# python-bidi follows UAX 9 as it was before isolates, and refuses them.
_ISOLATES = "\u2066\u2067\u2068\u2069"

# Lam-alef is obligatory in Arabic typography: Unicode Arabic Presentation Forms-B, U+FEF5 to U+FEFC.
_LAM_INITIAL, _LAM_MEDIAL = "\ufedf", "\ufee0"
_ALEF_FINALS = {"\ufe82": "\ufef5", "\ufe84": "\ufef7", "\ufe88": "\ufef9", "\ufe8e": "\ufefb"}


def _with_lam_alef(cells: Sequence[Cell]) -> list[Cell]:
    out: list[Cell] = []
    lam: int | None = None  # where in `out` a lam stands with nothing but marks after it
    for cell in cells:
        if lam is not None and cell.char in _ALEF_FINALS:
            final = out[lam].char == _LAM_MEDIAL
            out[lam] = Cell(chr(ord(_ALEF_FINALS[cell.char]) + final), out[lam].source)
            lam = None
            continue
        out.append(cell)
        if cell.char in (_LAM_INITIAL, _LAM_MEDIAL):
            lam = len(out) - 1
        elif not _is_mark(cell.char):
            lam = None
    return out


def _levels(text: str, *, right_to_left: bool) -> list[dict[str, Any]]:
    """Run the algorithm's steps singly: `get_display` forgets which character went where."""
    from bidi import algorithm

    storage = algorithm.get_empty_storage()
    storage["base_level"] = int(right_to_left)
    storage["base_dir"] = "LR"[right_to_left]
    algorithm.get_embedding_levels(text, storage)
    for place, char in enumerate(storage["chars"]):
        char["place"] = place
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    algorithm.apply_mirroring(storage, False)
    chars: list[dict[str, Any]] = storage["chars"]
    return chars


def _marks_after_letters(cells: Sequence[Cell]) -> list[Cell]:
    """Put each letter before its marks again (UAX 9, rule L3): terminals draw marks on the cell before."""
    out: list[Cell] = []
    waiting: list[Cell] = []
    for cell in cells:
        # In a left-to-right run the letter has just gone out; in a right-to-left one it is still to come.
        if _is_mark(cell.char) and not (out and out[-1].source == cell.source - 1):
            waiting.append(cell)
            continue
        out.append(cell)
        out.extend(reversed(waiting))
        waiting.clear()
    return [*out, *waiting]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn"
