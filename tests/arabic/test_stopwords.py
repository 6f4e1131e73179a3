import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.stopwords import StopWords


def stop(word):
    return analyzer().forms(word).stop


@pytest.mark.parametrize(
    "word", ["في", "فى", "من", "على", "إلى", "الى", "أن", "إنّ", "الذي", "هذه", "كانت", "the", "The"]
)
def test_a_particle_is_a_stop_word(word):
    assert stop(word)


@pytest.mark.parametrize("word", ["وفي", "ومن", "فإن", "وهذا", "فلا", "وعلى", "فعلى", "وهم", "فلم"])
def test_a_stop_word_after_a_conjunction_is_one(word):
    assert stop(word)


@pytest.mark.parametrize("word", ["وزير", "فوز", "حرب", "سلام", "ورد", "فكر", "IT", "2018"])
def test_a_word_with_a_meaning_is_none(word):
    assert not stop(word)


@pytest.mark.parametrize(
    "word",
    [
        "علي",
        "ولي",
        "فهم",
        "فلك",
        "فعلي",
        "فك",
        "آلية",
        "آية",
        "إمامة",
        "قبلة",
        "غيرة",
        "فلان",
        "دول",
        "فتحت",
        "هنأ",
        "آلان",
        "فآلية",
        "امام",
    ],
)
def test_a_word_that_only_looks_like_one_is_none(word):
    assert not stop(word)


@pytest.mark.parametrize(
    ("word", "stop_word"),
    [("علي", "على"), ("إمام", "أمام"), ("وفيات", "وفي"), ("القبلية", "قبل"), ("العبرية", "عبر"), ("الكون", "كون")],
)
def test_a_word_with_a_meaning_shares_neither_stem_nor_root_with_a_stop_word(word, stop_word):
    meant, other = analyzer().forms(word), analyzer().forms(stop_word)
    assert {meant.stem, meant.root}.isdisjoint({other.stem, other.root})


def test_a_stop_word_has_one_stem_with_and_without_a_conjunction_before_it():
    assert len({analyzer().forms(word).stem for word in ("على", "وعلى", "فعلى")}) == 1


def test_an_exception_of_ones_own_is_no_stop_word(tmp_path):
    (tmp_path / "own.tsv").write_text("بعد\tبعد\n", encoding="utf-8")
    assert analyzer(exceptions=tmp_path / "own.tsv").forms("بعد")[1:4] == ("بعد", "بعد", False)


def test_one_letter_after_a_conjunction_is_no_stop_word():
    assert not StopWords(frozenset("ك"), frozenset()).has("فك", "فك")


def test_a_spared_word_is_known_by_its_spelling():
    words = StopWords(frozenset(["علي"]), frozenset(["علي"]))
    assert (words.has("علي", "علي"), words.has("علي", "على")) == (False, True)
