"""What holds for any text and any word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.arabic import Analyzer, analyzer
from searchnews.arabic.letters import ARABIC_MARKS, FORMAT_MARKS, TATWEEL
from searchnews.arabic.stopwords import STOP

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
JOINERS = TATWEEL + "\u200c\u200d\u200e\u200f\u202b\u202c\u2067\u2069"
PIECES = [
    "#",
    "_",
    "@",
    "http://",
    "www.",
    ".",
    ",",
    "،",
    "؟",
    " ",
    "\n",
    "1",
    "٣",
    "a",
    "É",
    "ﷲ",
    "ﻼ",
    "\ud800",
    "\x00",
]

any_text = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(st.sampled_from([*ARABIC, *VOWELS, *JOINERS, *PIECES]), max_size=60).map("".join),
)
words = st.text(ARABIC, min_size=1, max_size=12)
FOLDS = ("alef", "hamza-seat", "alef-maksura", "emphasis", "final-hamza")
WITHOUT = {fold: Analyzer(f"without {fold}", without=[fold]) for fold in FOLDS}
LONGEST_UNFOLDING = 4
"""ﷲ is one character and four letters."""


@given(any_text)
def test_a_token_is_the_text_between_its_offsets(text):
    assert all(text[token.start : token.end] == token.text != "" for token in analyzer().tokenize(text))


@given(any_text)
def test_tokens_come_in_order(text):
    tokens = analyzer().tokenize(text)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@given(any_text)
def test_positions_never_go_back(text):
    positions = [token.position for token in analyzer().tokenize(text)]
    assert positions == sorted(positions)
    assert set(positions) == set(range(len(set(positions))))


@given(any_text)
def test_tokens_overlap_in_a_hashtag_only(text):
    end = 0
    for token in analyzer().tokenize(text):
        if token.kind == "hashtag":
            assert token.start >= end
            continue
        assert token.start >= end
        end = token.end


@given(any_text)
def test_letters_and_digits_are_never_lost(text):
    covered = {at for token in analyzer().tokenize(text) for at in range(token.start, token.end)}
    assert all(at in covered for at, letter in enumerate(text) if letter in ARABIC or letter in "1٣a")


@given(any_text)
def test_folding_twice_is_folding_once(text):
    for token in analyzer().tokenize(text):
        folded = analyzer().fold(token.text)
        assert analyzer().fold(folded) == folded


@given(any_text)
def test_folding_lengthens_no_word_beyond_its_longest_ligature(text):
    assert len(analyzer().fold(text)) <= LONGEST_UNFOLDING * len(text)


@given(words)
def test_folding_never_lengthens_an_arabic_word(word):
    assert len(analyzer().fold(word)) <= len(word)


@given(any_text)
def test_any_string_has_forms(text):
    forms = analyzer().forms(text)
    assert forms.surface == analyzer().fold(text)


@given(any_text)
def test_no_form_of_a_token_is_empty(text):
    for token in analyzer().tokenize(text):
        forms = analyzer().forms(token.text)
        assert forms.surface
        assert forms.stem
        assert forms.root


@settings(max_examples=300)
@given(words, st.data())
def test_vowels_and_joiners_inside_a_word_change_nothing(word, data):
    marks = data.draw(st.lists(st.text("\u064c\u064e\u064f\u0650\u0651\u0652" + JOINERS, max_size=3), max_size=12))
    marked = "".join(
        letter + (marks[at] if at < min(len(marks), len(word) - 1) else "") for at, letter in enumerate(word)
    )
    assert len(analyzer().tokenize(marked)) == 1
    assert analyzer().forms(marked) == analyzer().forms(word)


@given(words, st.sampled_from(["و", "ف"]))
def test_the_stem_of_a_word_is_no_longer_than_the_word(word, conjunction):
    forms = analyzer().forms(conjunction + word)
    assert "exception" in forms.rules or len(forms.stem.rstrip(STOP)) <= len(word) + 1


def test_the_marks_of_these_tests_are_the_marks_of_the_tokenizer():
    assert set(JOINERS) - {TATWEEL} <= {chr(p) for p in range(0x2000, 0x2070)}
    assert "\u064b" in ARABIC_MARKS
    assert "\u200e" not in ARABIC_MARKS
    assert "\u061c" in FORMAT_MARKS


@given(st.lists(st.text([*ARABIC, *VOWELS, TATWEEL], min_size=1, max_size=9) | any_text, max_size=20))
def test_words_analysed_together_have_the_forms_that_each_has(texts):
    words = [token.text for text in texts for token in analyzer().tokenize(text)]
    each = [analyzer().analyse(word)[:3] for word in words]
    assert list(zip(*analyzer().analyse_all(words), strict=True)) == each


def test_stretched_words_and_final_hamzas_are_folded_among_others_as_alone():
    words = ["وزير", "جمييييل", "هههههه", "مليء", "شىء", "لللجنة", "آآأه", "وُزَراءً", "١٢٣", "BBC", "ب" * 300, "قال"]
    each = [analyzer().analyse(word)[:3] for word in words]
    assert list(zip(*analyzer().analyse_all(words), strict=True)) == each


@given(st.lists(words, max_size=20), st.sampled_from(FOLDS))
def test_words_analysed_together_without_a_fold_have_the_forms_that_each_has(some, fold):
    own = WITHOUT[fold]
    each = [own.analyse(word)[:3] for word in some]
    assert list(zip(*own.analyse_all(some), strict=True)) == each
