"""The analyzer: one named and versioned set of rules for indexing, asking and highlighting.

Owns the presets. A change to any rule, list or fold that changes a term is a new preset: an index remembers the
name of the one that made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import Final

from searchnews.arabic.exceptions import Exceptions, Stem, read_exceptions
from searchnews.arabic.folds import LOSSLESS, LOSSY, NOT_ARABIC, folder
from searchnews.arabic.letters import ALEF_HAMZA_ABOVE, EMOJI, FLAG_LETTERS, HAMZA, LAM, PLAIN_LETTERS, YEH
from searchnews.arabic.lexicon import DATA, shipped_lexicon
from searchnews.arabic.roots import Families, Root, root_of
from searchnews.arabic.sieve import ByteFold
from searchnews.arabic.stemmer import Stemmer, lone
from searchnews.arabic.stopwords import STOP, StopWords, shipped_stop_words
from searchnews.arabic.token import Forms, Token
from searchnews.arabic.tokenizer import MAX_TOKEN_CHARS, plain_words, tokenize

__all__ = ["DEFAULT_PRESET", "PRESETS", "Analyzer", "analyzer"]

DEFAULT_PRESET: Final = "ar-news-5"
PRESETS: Final = (DEFAULT_PRESET,)
"""The names under which `analyzer` makes analyzers, in any process the same."""

_MARKED_ACCUSATIVE = re.compile("ً[ا\u0640]*$|اً$")
_MAX_KNOWN_WORDS: Final = 1_000_000
_MAX_KNOWN_STEMS: Final = 500_000
_PLAIN_WORD: Final = re.compile(f"[{PLAIN_LETTERS}]+")
_FIRST_EMOJI: Final = EMOJI[0]
_BEYOND_WORDS: Final = re.compile(r"[^\u0621-\u064a]")
_NUMBER: Final = re.compile(r"[\d.]+", re.ASCII)
_NOT_LETTERWISE: Final = re.compile(rf"([^ {LAM}])\1\1|{YEH}{HAMZA}(?= |$)")
"""What folding letter by letter leaves where folding a word does more: letters in a row, a hamza behind a ي."""


class Analyzer:
    """Turns text into tokens and words into their forms.

    `exceptions` (folded word to stem) is added to the shipped list and wins over it, and over the list of stop words;
    `without` names folds to leave out. Either makes an analyzer of its own, which needs a `name` of its own.

        >>> [ (f.surface, f.stem) for f in map(analyzer().forms, ("والمُحادَثات", "لمحادثات")) ]
        [('والمحادثات', 'محادث'), ('لمحادثات', 'محادث')]
    """

    def __init__(
        self, name: str, *, exceptions: Mapping[str, Stem] | None = None, without: Collection[str] = ()
    ) -> None:
        self.name = name
        self.own_exceptions = ""
        """The text of the exceptions file that was added to the shipped one, for an index to keep."""
        self._lossless = folder(LOSSLESS, without=[w for w in without if w in {f.name for f in LOSSLESS}])
        self.fold: Callable[[str], str] = folder(LOSSLESS + LOSSY, without=without)
        """Fold one word, or any text: all folds of this analyzer, in order."""
        left_out = NOT_ARABIC.union(name for name in without if name in {fold.name for fold in LOSSY})
        self._fold_letters = folder(LOSSY, without=left_out)
        self._folds_all = not without
        shipped = (DATA / "exceptions.tsv").read_text(encoding="utf-8").splitlines()
        words = " ".join([line.partition("#")[0] for line in shipped]).replace("*", " ").split()
        folded = dict(zip(words, self._fold_all(words), strict=True))
        own = dict(exceptions or {})
        stems = read_exceptions(shipped, folded.__getitem__) | own
        self._stop_words: StopWords = shipped_stop_words(self._fold_all, but=own)
        self._stemmer = Stemmer(shipped_lexicon(), Exceptions(stems, self._fold_letters), self._stop_words)
        self._forms: dict[str, Forms] = {}
        self._known_roots: dict[str, tuple[str, str, tuple[str, ...]]] = {}

    def _fold_all(self, words: Iterable[str]) -> list[str]:
        """Fold the words of a list: nearly all are of plain letters, and so many that a query would feel it."""
        words = list(words)
        plain = list(filter(_PLAIN_WORD.fullmatch, words))
        folded = dict(zip(plain, self._folded_plain(plain), strict=True))
        return [folded[word] if word in folded else self.fold(word) for word in words]

    def tokenize(self, text: str) -> list[Token]:
        """Cut `text` into tokens, in order; offsets are code points of `text`."""
        return list(tokenize(text))

    def places(self, text: str) -> tuple[list[str], Sequence[int]]:
        """Give the tokens' texts and their places: what indexing needs, faster than `tokenize`."""
        words = plain_words(text)
        if words is not None:
            return words, range(len(words))
        tokens = self.tokenize(text)
        return [token.text for token in tokens], [token.position for token in tokens]

    def forms(self, word: str) -> Forms:
        """Give the forms of one token's text; each distinct word is analysed once."""
        found = self._forms.get(word)
        if found is None:
            if len(self._forms) >= _MAX_KNOWN_WORDS:
                self._forms.clear()
            found = self._forms[word] = self.analyse(word)
        return found

    def spelling(self, word: str) -> str:
        """Give a word as it is mostly written: without vowel marks, stretching and oddities of its encoding."""
        return self._lossless(word)

    @cached_property
    def _families(self) -> Families:
        lines = (DATA / "roots.tsv").read_text(encoding="utf-8").splitlines()
        return Families(lines, self._rooted_stem, self._fold_letters)

    @cached_property
    def byte_fold(self) -> ByteFold:
        """The letterwise part of `fold`, for a `Sieve`."""
        return ByteFold(self.fold)

    def hints(self, stem: str) -> tuple[str, ...]:
        """Give strings one of which every word of this stem has in it, folded letter by letter: for a `Sieve`."""
        if stem.endswith(STOP):  # which is a word as it stands
            return self.hints_of_surface(stem[:-1])
        return _hints_beyond_words(stem) or self._stemmer.hints(stem)

    def hints_of_beginning(self, start: str) -> tuple[str, ...]:
        """Give such strings for every word that begins so, itself or with its stem."""
        if start[:1].isdigit():  # behind it there may be a comma
            return (start[0],)
        return _hints_beyond_words(start) or self._stemmer.hints_of_beginning(start)

    def hints_of_surface(self, surface: str) -> tuple[str, ...]:
        """Give such strings for every word of this surface."""
        # A hamza is moved at the end alone.
        return _hints_beyond_words(surface) or (lone(surface) or surface.rstrip(HAMZA) or surface,)

    def analyse(self, word: str) -> Forms:
        """Give the forms of one token's text, computed anew: for those who keep them themselves."""
        surface, stop, stem, rules = self._stemmed(word)
        if stem is None:
            return Forms(surface, surface, surface, stop)
        self._forget_roots()
        folded, root, rule = self._known_roots.get(stem) or self._folded_with_root(stem)
        if "name" in rules:  # a name has no root to look for
            return Forms(surface, folded, folded, stop, rules)
        return Forms(surface, folded, root, stop, rules + rule)

    def analyse_all(self, words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
        """Give the surfaces, the stems and the roots of words, as `analyse` does one by one: what indexing needs."""
        plain, others, spellings = self._parted(words)
        folded = self._folded_plain(spellings)
        find = self._stemmer.behind_prefixes
        found = [
            find(spelling, surface, [], accusative=spelling is not word and _is_marked(word))
            for word, spelling, surface in zip(map(words.__getitem__, plain), spellings, folded, strict=True)
        ]
        self._find_roots_of({stem.text for stem in found})
        known = self._known_roots
        surfaces, stems, roots = [""] * len(words), [""] * len(words), [""] * len(words)
        for number, surface, stem in zip(plain, folded, found, strict=True):
            surfaces[number] = surface
            stems[number], root, _ = known[stem.text]
            roots[number] = stems[number] if "name" in stem.rules else root
        for number in others:
            surfaces[number], stems[number], roots[number] = self.analyse(words[number])[:3]
        return surfaces, stems, roots

    def _parted(self, words: Sequence[str]) -> tuple[list[int], list[int], list[str]]:
        """Part words, by their numbers, into those that are spelt in plain letters and others; give these spellings."""
        spellings = dict(enumerate(words))
        marked = [number for number, word in spellings.items() if not _PLAIN_WORD.fullmatch(word)]
        if marked:
            spelt = self._lossless("\n".join([words[number] for number in marked])).split("\n")
            spellings.update(zip(marked, spelt, strict=True))
        others = [number for number in marked if not _PLAIN_WORD.fullmatch(spellings[number])]
        others += [number for number, spelling in spellings.items() if len(spelling) > MAX_TOKEN_CHARS]
        for number in others:
            spellings.pop(number, None)
        return list(spellings), others, list(spellings.values())

    def _forget_roots(self) -> None:
        """Forget the roots of stems where too many are known."""
        if len(self._known_roots) >= _MAX_KNOWN_STEMS:
            self._known_roots.clear()

    def _find_roots_of(self, stems: set[str]) -> None:
        """Have `_folded_with_root` of all these stems kept."""
        self._forget_roots()
        new = stems.difference(self._known_roots)
        plain = list(filter(_PLAIN_WORD.fullmatch, new))
        for stem, folded in zip(plain, self._folded_plain(plain), strict=True):
            self._folded_with_root(stem, folded)
        for stem in new.difference(plain):
            self._folded_with_root(stem)

    def _folded_plain(self, words: Sequence[str]) -> list[str]:
        """Fold words of plain letters, all at once; those that are not folded letter by letter singly."""
        if not self._folds_all:  # what is left of the others is not seen in what is folded without some
            return list(map(self._fold_letters, words))
        text = self.byte_fold.text("\n".join(words))
        folded = text.split(" ") if words else []
        number = at = 0
        for found in _NOT_LETTERWISE.finditer(text):
            number, at = number + text.count(" ", at, found.end()), found.end()
            folded[number] = self._fold_letters(words[number])
        return folded

    def stem(self, word: str) -> tuple[str, str]:
        """Give the surface and the stem of one token's text alone, computed anew: a root takes longer to find."""
        surface, _, stem, _ = self._stemmed(word)
        return surface, surface if stem is None else self._fold_letters(stem)

    def _stemmed(self, word: str) -> tuple[str, bool, str | None, tuple[str, ...]]:
        """Give a word's surface, whether it is a stop word, its stem and the rules that made it.

        An emoji is one too: it is rare, and says little of what a text is about. The stem is None of a number, an
        address, another script, and what nobody wrote as a word.
        """
        if _PLAIN_WORD.fullmatch(word):  # most words: no fold of encoding or marks can change them
            spelling, marked = word, False
            surface = self._fold_letters(word)
            is_word = len(surface) <= MAX_TOKEN_CHARS
        else:
            spelling, marked = self._lossless(word), _is_marked(word)
            surface = self.fold(word)
            is_word = 0 < len(surface) <= MAX_TOKEN_CHARS and not _BEYOND_WORDS.search(surface)
        stop = self._stop_words.has(surface, spelling)
        if not is_word:
            return surface, stop or (surface[:1] >= _FIRST_EMOJI and _emoji().match(surface) is not None), None, ()
        stem, rules = self._stemmer.stem(spelling, surface, accusative=marked)
        return surface, stop, stem, rules

    def _folded_with_root(self, stem: str, folded: str | None = None) -> tuple[str, str, tuple[str, ...]]:
        """Fold a stem and look for its root and the name of its rule; kept, since stems are far fewer than words."""
        folded = folded or self._fold_letters(stem)
        if stem.endswith(STOP):
            root = Root(folded, "")
        else:
            rooted = self._rooted(stem) if stem.rfind(ALEF_HAMZA_ABOVE) > 0 else folded
            root = self._families.root_of(rooted) or root_of(rooted)
        found = self._known_roots[stem] = folded, root.text, (root.rule,) if root.rule else ()
        return found

    def _rooted_stem(self, word: str) -> str:
        return self._rooted(self._stemmer.stem(word, self._fold_letters(word)).text)

    def _rooted(self, stem: str) -> str:
        """Fold a stem for `root_of`: a hamza on an alef inside it is a radical, which the alef alone would not be."""
        return self._fold_letters(stem[:1] + stem[1:].replace(ALEF_HAMZA_ABOVE, HAMZA))


def analyzer(name: str = DEFAULT_PRESET, *, exceptions: str | PathLike[str] | None = None) -> Analyzer:
    """Give a preset by its name; it is made once.

    `exceptions` is the path of a file of your own, of the form of `data/exceptions.tsv`, that is added to the shipped
    one and wins over it. Its content becomes part of the name, so that an index made with it is not asked without it.
    Raises ValueError for an unknown name and for a file of another form, OSError for one that cannot be read.
    """
    if name not in PRESETS:
        raise ValueError(f"no analyzer is called {name!r}; there is {', '.join(PRESETS)}")
    if exceptions is None:
        return _preset(name)
    text = Path(exceptions).read_text(encoding="utf-8-sig")
    stems = read_exceptions(text.splitlines(), folder(LOSSLESS + LOSSY))
    own = Analyzer(f"{name}+{_fingerprint(stems)}", exceptions=stems)
    own.own_exceptions = text
    return own


def _hints_beyond_words(term: str) -> tuple[str, ...]:
    """Give what tells a number or a word of another script; nothing for a word of Arabic, which may be inflected."""
    if _NUMBER.fullmatch(term):  # before the last three digits there may be a comma, and a dot be one
        return (term.rpartition(".")[2][-3:],)
    if term[:1].isdigit():
        return (term[0],)
    return (term, ".".join(term)) if _BEYOND_WORDS.search(term) else ()  # us may be U.S.


def _is_marked(word: str) -> bool:
    """Tell whether a tanwin says that the last alef of a word is that of an accusative."""
    return _MARKED_ACCUSATIVE.search(word) is not None


@cache  # few queries need it
def _emoji() -> re.Pattern[str]:
    return re.compile(f"[{EMOJI}{FLAG_LETTERS}]")


@cache
def _preset(name: str) -> Analyzer:
    return Analyzer(name)


def _fingerprint(stems: Mapping[str, Stem]) -> str:
    import hashlib

    return hashlib.blake2b(repr(sorted(stems.items())).encode(), digest_size=4).hexdigest()
