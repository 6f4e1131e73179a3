"""Text that was scraped, made the text that was written.

Owns the repairs: each is a pure function `text -> (text, count)` with a stable name under which its count
is reported. Invariants: cleaning is idempotent; no letter is folded, and ZWNJ and bidi marks inside words
stay (the analyser knows them). Spacing is tidied silently: nothing that a reader sees changes.

When in doubt text stays. Each guard is named in the docstring of its repair, with what it was measured on:
saudi-news (31,030 articles, as scraped) and ant-news (41,686, as published).

    >>> clean("قال الوزير &quot;نعم&quot;.<br>{{ article.visit_count }}").text
    'قال الوزير "نعم".'
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from searchnews.ingest.repeats import drop_repeats
from searchnews.ingest.residue import drop_reading_tips, drop_scripts

__all__ = ["Cleaned", "clean", "clean_line"]

_MAX_PASSES: Final = 8  # `&amp;amp;amp;quot;` needs five

_TEMPLATE: Final = re.compile(
    r"\{\{\{?[#/^&!>~-]?\s*[A-Za-z_$][^{}\n؀-ۿ]{0,200}\}\}\}?"
    r"|\{%-?\s*[a-z_]+\b[^{}%\n؀-ۿ]{0,200}-?%\}"
    r"|<%[=#-]?[^<>%\n؀-ۿ]{1,200}%>|\{#[^{}#\n؀-ۿ]{1,200}#\}"
)
_BLOCKS: Final = (
    "p|br|div|li|ul|ol|tr|table|tbody|thead|h[1-6]|hr|blockquote|section|article|figure|figcaption|pre|dl|dt|dd"
)
_INLINES: Final = (
    "a|abbr|b|big|center|cite|code|del|em|embed|font|footer|form|header|i|iframe|img|input|ins|label|link|mark"
    "|meta|nav|noscript|object|param|q|s|small|source|span|strike|strong|sub|sup|td|th|time|title|tt|u|var|video|wbr"
    "|o:p|html|head|body|main|aside|button|audio|picture|svg|path|col|colgroup|caption"
)
_OPENING: Final = re.compile(r"<(script|style|noscript)\b[^<>]{0,2000}>", re.I)
_CLOSING: Final = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "noscript")}
_DECLARATION: Final = re.compile(r"<!\[CDATA\[|\]\]>|<!doctype[^<>]{0,400}>", re.I)
_ATTRIBUTES: Final = r"(?:\s+[^<>]{0,2000})?\s*/?"
_BLOCK_TAG: Final = re.compile(rf"</?(?:{_BLOCKS}){_ATTRIBUTES}>", re.I)
_INLINE_TAG: Final = re.compile(rf"</?(?:{_INLINES}){_ATTRIBUTES}>", re.I)
_BARE: Final = "nbsp|quot|laquo|raquo|rlm|lrm|zwnj|ndash|mdash|hellip|ldquo|rdquo|lsquo|rsquo|bull"
_ENTITY: Final = re.compile(
    rf"&(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});|&(?:{_BARE})(?![A-Za-z0-9=])"
)
# C0 and C1 but for what is white space, DEL, BOM, interlinear marks, private use, noncharacters, surrogates.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ufffc\ue000-\uf8ff\ufffe\uffff\ud800-\udfff]"
)
_REPLACEMENT: Final = re.compile("\ufffd+")
# One of these is in all that the repairs look for, but for the control characters that are not printable.
_SUSPECT: Final = "&<]{\ufffc\ufffd"
_INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u061c"


class Cleaned(NamedTuple):
    """A cleaned text, and how often each repair was made (only those that were)."""

    text: str
    repairs: dict[str, int]


Repair = Callable[[str], tuple[str, int]]


def decode_entities(text: str) -> tuple[str, int]:
    """Write character references as the characters they name: `&quot;`, `&#1575;`, `&nbsp` without its end.

    Guard: only names HTML knows; without the semicolon only those that no web address uses as a parameter.
    """
    if "&" not in text:
        return text, 0
    count = 0

    def written(found: re.Match[str]) -> str:
        nonlocal count
        name = found[0] if found[0].endswith(";") else found[0] + ";"
        plain = html.unescape(name)
        if plain == name:
            return found[0]
        count += 1
        return plain

    return _ENTITY.sub(written, text), count


def strip_tags(text: str) -> tuple[str, int]:
    """Remove HTML tags and comments, scripts with what is in them; a block tag ends its line.

    Guard: only element names of HTML, so `a < b`, `<اسم>` and `<user@site.net>` stay.
    """
    if "<" not in text and "]]>" not in text:
        return text, 0
    text, dead = _without_scripts(text)
    text, comments = _without_comments(text)
    text, declarations = _DECLARATION.subn("", text)
    text, blocks = _BLOCK_TAG.subn("\n", text)
    text, inlines = _INLINE_TAG.subn("", text)
    return text, dead + comments + declarations + blocks + inlines


def _without_comments(text: str) -> tuple[str, int]:
    """Remove `<!-- ... -->`. By `find` and not by a pattern: that takes hours on a million open comments."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return ("".join(kept) + text[at:], len(kept)) if kept else (text, 0)


def _without_scripts(text: str) -> tuple[str, int]:
    """Remove scripts and styles with what is in them, each up to its closing tag; unclosed ones stay."""
    kept: list[str] = []
    at = seen = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, seen):
        name = opening[1].lower()
        closing = None if name in unclosed else _CLOSING[name].search(text, opening.end())
        seen = opening.end()
        if closing is None:
            unclosed.add(name)
            continue
        kept.append(text[at : opening.start()])
        at = seen = closing.end()
    return ("\n".join([*kept, text[at:]]), len(kept)) if kept else (text, 0)


def strip_templates(text: str) -> tuple[str, int]:
    """Remove what a page template failed to fill in: `{{ article.visit_count }}`, `{% endif %}`, `<%= x %>`.

    Guard: two braces or brace and percent, closed on the same line, beginning like an expression, and no
    Arabic letter inside: `{` in code, `{{اقتباس}}` and Quran brackets stay.
    """
    if "{{" not in text and "{%" not in text and "{#" not in text and "<%" not in text:
        return text, 0
    return _TEMPLATE.subn("", text)


def strip_controls(text: str) -> tuple[str, int]:
    """Remove control characters, stray byte order marks, private-use characters and lone surrogates."""
    return _CONTROL.subn("", text)


def strip_replacements(text: str) -> tuple[str, int]:
    """Remove U+FFFD, which stands where a byte was lost before us; what it was is not to be known."""
    return _REPLACEMENT.subn("", text) if "\ufffd" in text else (text, 0)


_MARKUP: Final[tuple[tuple[str, Repair], ...]] = (
    ("entities", decode_entities),
    ("tags", strip_tags),
    ("template-residue", strip_templates),
    ("control-characters", strip_controls),
    ("lost-characters", strip_replacements),
)
_OF_LINES: Final[tuple[tuple[str, Repair], ...]] = (("scripts", drop_scripts), ("reading-tips", drop_reading_tips))


def tidy_spacing(text: str) -> str:
    """Collapse runs of white space to one space, and of blank lines to one; lines lose their outer spaces.

    No-break spaces become spaces; a line of nothing but invisible marks is blank.
    """
    plain = text.replace("\xa0", " ")
    return _tidied(plain, printable=_is_printable(plain))


def _is_printable(text: str) -> bool:
    """Tell whether a text has no white space and no invisible marks but spaces and line feeds, as most have not."""
    return text.replace("\n", " ").isprintable()


def _tidied(text: str, *, printable: bool) -> str:
    if not printable:
        return _tidied_by_words(text)
    while "  " in text:
        text = text.replace("  ", " ")
    text = "\n".join([line.strip(" ") for line in text.split("\n")])
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n")


def _tidied_by_words(text: str) -> str:
    out: list[str] = []
    for line in text.splitlines():
        plain = " ".join(line.split())
        if not plain or (len(plain) < 8 and not plain.strip(_INVISIBLE + " ")):
            if out and out[-1]:
                out.append("")
            continue
        out.append(plain)
    if out and not out[-1]:
        out.pop()
    return "\n".join(out)


def clean(text: str, *, without: Collection[str] = ()) -> Cleaned:
    """Clean a body of text: markup, template residue, lost characters, spacing, lines that are not of it, repeats.

    `without` names steps that are left out. Runs until nothing changes, so that cleaning twice is cleaning
    once. Pure; raises nothing.

        >>> clean("السلام&nbsp;عليكم<p>ورحمة الله").repairs
        {'entities': 1, 'tags': 1}
    """
    repairs: dict[str, int] = {}
    for _ in range(_MAX_PASSES):
        before, plain = text, text.replace("\xa0", " ")
        printable = _is_printable(plain)
        suspect = _is_suspect(text, printable=printable)
        tidied = (
            tidy_spacing(_markup_removed(text, repairs, without)) if suspect else _tidied(plain, printable=printable)
        )
        text, dropped = _lines_dropped(tidied, without)
        for name, count in dropped.items():
            repairs[name] = repairs.get(name, 0) + count
        if text == before or not (suspect or dropped):  # tidied is tidy: nothing would change any more
            break
    return Cleaned(text, repairs)


def _lines_dropped(text: str, without: Collection[str]) -> tuple[str, dict[str, int]]:
    """Drop the lines that are not of the article, and those that were there before."""
    dropped: dict[str, int] = {}
    for name, repair in _OF_LINES:
        if name not in without:
            text, count = repair(text)
            if count:
                dropped[name] = count
    if dropped:
        text = tidy_spacing(text)
    text, repeated = drop_repeats(
        text, paragraphs="repeated-paragraph" not in without, bodies="repeated-body" not in without
    )
    return text, dropped | repeated


def clean_line(text: str, *, without: Collection[str] = ()) -> Cleaned:
    r"""Clean a title, a name or another field of one line: as `clean`, and line breaks become spaces.

    >>> clean_line("بقلم:\n  سعاد&nbsp;حسني").text
    'بقلم: سعاد حسني'
    """
    repairs: dict[str, int] = {}
    if not _is_suspect(text, printable=text.isprintable()):
        return Cleaned(" ".join(text.split()), repairs)
    for _ in range(_MAX_PASSES):
        before = text
        text = " ".join(_markup_removed(text, repairs, without).split())
        if text == before:
            break
    return Cleaned(text, repairs)


def _is_suspect(text: str, *, printable: bool) -> bool:
    """Tell at a few looks whether any repair of markup or characters might find something; of most texts none does."""
    return any(map(text.__contains__, _SUSPECT)) or not (printable or _CONTROL.search(text) is None)


def _markup_removed(text: str, repairs: dict[str, int], without: Collection[str]) -> str:
    for name, repair in _MARKUP:
        if name in without:
            continue
        text, count = repair(text)
        if count:
            repairs[name] = repairs.get(name, 0) + count
    return text
