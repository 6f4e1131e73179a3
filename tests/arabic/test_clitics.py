import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.clitics import with_proclitics


@pytest.mark.parametrize("written", ["السلام", "والسلام", "بالسلام", "وبالسلام", "للسلام", "فللسلام", "كالسلام"])
def test_a_defined_word_is_written_with_particles(written):
    assert written in with_proclitics("السلام")


@pytest.mark.parametrize("written", ["محادثات", "ومحادثات", "لمحادثات", "ولمحادثات", "بمحادثات", "فبمحادثات"])
def test_a_word_is_written_with_particles(written):
    assert written in with_proclitics("محادثات")


def test_lam_and_article_are_never_written_apart():
    assert not any(word.startswith("لال") for word in with_proclitics("السلام"))


@pytest.mark.parametrize("word", ["السلام", "محادثات", "ا", ""])
def test_the_word_itself_is_first_and_none_comes_twice(word):
    written = with_proclitics(word)
    assert written[0] == word
    assert len(set(written)) == len(written)


def test_every_way_of_writing_has_the_words_stem():
    assert {analyzer().forms(word).stem for word in with_proclitics("الوزير")} == {"وزير"}
