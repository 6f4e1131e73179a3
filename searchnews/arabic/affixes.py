"""The affixes of Arabic, and how much each one needs to be believed.

Tables only: `likelihood` weighs them, `stemmer` says in which order they come off. The affixes are those of
light10 (Larkey, Ballesteros and Connell, 2007) and the pronouns, duals and one-letter clitics it leaves on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from searchnews.arabic.letters import ALEF, BEH, FEH, HEH, KAF, LAM, SEEN, TEH, WAW, YEH


class Affix(NamedTuple):
    """An affix, how rare it is on a word that could carry it, and how much commoner than chance a whole may be.

    Both in hundredths of a power of ten, like rarities in the lexicon. Set by reading the decisions on the 5,000
    commonest words of two news archives.
    """

    text: str
    rarity: int
    slack: int
    min_rest: int = 3


def by_last_letter(affixes: Iterable[Affix]) -> Mapping[str, tuple[Affix, ...]]:
    """Sort suffixes, in their order, by their last letters: a word need only be asked for those of its own."""
    table: dict[str, tuple[Affix, ...]] = {}
    for affix in affixes:
        table[affix.text[-1]] = (*table.get(affix.text[-1], ()), affix)
    return table


CONJUNCTIONS: Final = (Affix(WAW, 110, 140), Affix(FEH, 190, 110))
PREPOSITIONS: Final = (Affix(BEH, 130, 150), Affix(LAM, 130, 140), Affix(KAF, 240, 40))
FUTURE: Final = Affix(SEEN, 170, 150, min_rest=4)
IMPERFECT: Final = (YEH, TEH, "ن", "أ")
OUR: Final = "نا"
PRONOUNS: Final = tuple(
    Affix(text, rarity, slack, min_rest)
    for text, rarity, slack, min_rest in (
        ("هما", 250, 150, 3),
        ("ها", 140, 170, 3),
        ("هم", 170, 120, 3),
        ("هن", 260, 60, 3),
        ("كم", 260, 40, 3),
        (OUR, 190, 160, 3),
    )
)
PRONOUNS_IN_ALEF: Final = ("ها", OUR, "هما")
OWN_HEH: Final = Affix(HEH, 130, 150)
PLURAL_AT: Final = Affix("ات", 100, 350)
DUAL_TEH: Final = (Affix("تان", 200, 150), Affix("تين", 180, 150))
PLURAL_UN: Final = (Affix("ون", 130, 250), Affix("ين", 110, 270))
DUAL: Final = Affix("ان", 170, 100)
VERB_WA: Final = Affix("وا", 150, 150)
CONSTRUCT_UN: Final = Affix(WAW, 200, 100, min_rest=4)
ACCUSATIVE: Final = Affix(ALEF, 150, 200)
MIN_STEM: Final = 2
SPARE_LETTERS: Final = 3
"""Teh marbuta and the ي of relation are taken off where this many letters stay."""
