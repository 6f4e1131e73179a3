import unicodedata

import pytest

from searchnews.arabic.folds import LOSSLESS, LOSSY, NOT_ARABIC, folder

FOLD = folder(LOSSLESS + LOSSY)
FOLDS = {fold.name: fold for fold in LOSSLESS + LOSSY}

# A fold, a word, what it becomes by that fold alone.
EACH = [
    ("presentation-forms", "ﺍﻟﺴﻼﻡ", "السلام"),
    ("presentation-forms", "ﷲ", "الله"),
    ("format-marks", "مي\u200cخواهم\u200f", "ميخواهم"),
    ("format-marks", "\ufeffكتاب", "كتاب"),
    ("tatweel", "الســـلام", "السلام"),
    ("persian-letters", "کتابی", "كتابي"),
    ("persian-letters", "ہھەۀۂ", "ههههه"),
    ("persian-letters", "ےڪںۃۓ", "يكنةئ"),
    ("composed-hamza", "ا\u0654حمد", "أحمد"),
    ("composed-hamza", "ا\u0655يران", "إيران"),
    ("composed-hamza", "ا\u0653ب", "آب"),
    ("composed-hamza", "مسو\u0654ول", "مسؤول"),
    ("composed-hamza", "مبادي\u0654", "مبادئ"),
    ("composed-hamza", "مبادى\u0654", "مبادئ"),
    ("tashkeel", "مُحَمَّدٌ", "محمد"),
    ("tashkeel", "هٰذا", "هذا"),
    ("tashkeel", "ٱلرَّحۡمَـٰن", "الرحمـن"),
    ("full-width", "＃ＢＢＣ２", "#BBC2"),
    ("digits", "١٢٣٤", "1234"),
    ("digits", "۴۵۶", "456"),
    ("final-hamza", "مباديء", "مبادئ"),
    ("final-hamza", "مبادىء", "مبادئ"),
    ("final-hamza", "مليئ", "ملئ"),
    ("alef", "أإآ", "ااا"),
    ("hamza-seat", "مسؤول", "مسءول"),
    ("hamza-seat", "مسئول", "مسءول"),
    ("alef-maksura", "مصرى", "مصري"),
    ("teh-marbuta", "مدرسة", "مدرسه"),
    ("foreign-letters", "گچپژڤ", "كجبزف"),
    ("foreign-letters", "ڨفصة", "قفصة"),
    ("foreign-letters", "أڭادير", "أكادير"),
    ("latin-case", "BBC", "bbc"),
    ("latin-accents", "café", "cafe"),
    ("latin-accents", "Ế", "E"),
    ("emphasis", "جمييييل", "جميل"),
    ("emphasis", "ههههههه", "هه"),
    ("emphasis", "الله", "الله"),
    ("emphasis", "ممتاز", "ممتاز"),
    ("acronym-dots", "u.s.a", "usa"),
    ("number-separators", "1,234.5", "1234.5"),
    ("number-separators", "3,5", "3.5"),
    ("emoji-looks", "\U0001f44d\U0001f3fd", "\U0001f44d"),
    ("emoji-looks", "\u2764\ufe0f", "\u2764"),
]


@pytest.mark.parametrize(("name", "word", "folded"), EACH)
def test_a_fold_alone(name, word, folded):
    assert folder([FOLDS[name]])(word) == folded


@pytest.mark.parametrize(("name", "word", "folded"), EACH)
def test_a_fold_is_switched_off(name, word, folded):
    assert folder([FOLDS[name]], without=[name])(word) == word


def test_every_fold_has_a_case():
    assert {name for name, *_ in EACH} == set(FOLDS)


def test_an_unknown_fold_is_named():
    with pytest.raises(ValueError, match="no such fold: nunation"):
        folder(LOSSY, without=["nunation"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المصرى", "المصري"),
        ("مدرسه", "مدرسة"),
        ("مسؤول", "مسئول"),
        ("شؤون", "شئون"),
        ("مبادئ", "مباديء"),
        ("مبادئ", "مبادىء"),
        ("مليء", "مليئ"),
        ("أحمد", "احمد"),
        ("القرآن", "القران"),
        ("١٬٢٣٤٫٥", "1,234.5"),
        ("ﻣﺼﺮ", "مصر"),
        ("ایران", "إيران"),
        ("U.S", "US"),
    ],
)
def test_two_spellings_are_one_word(one, other):
    assert FOLD(one) == FOLD(other)


@pytest.mark.parametrize("word", ["مُؤَسَّسَة", "رَئِيس", "أَحْمَد", "إِيرَان", "آب", "سُئِلَ", "مُؤْمِن"])
def test_a_decomposed_hamza_is_found_behind_the_vowels(word):
    assert FOLD(unicodedata.normalize("NFD", word)) == FOLD(word)


def test_lossless_folds_keep_hamza_and_teh_marbuta():
    assert folder(LOSSLESS)("مسؤولة إلى آخر مستشفى") == "مسؤولة إلى آخر مستشفى"


def test_a_hamza_after_ya_inside_a_word_stays():
    assert folder([FOLDS["final-hamza"]])("شيءان") == "شيءان"


def test_only_numbers_lose_their_commas():
    assert FOLD("أ,123") == "ا,123"


def test_folds_of_other_scripts_leave_arabic_alone():
    folds = [FOLDS[name] for name in NOT_ARABIC]
    assert folder(folds)("المسؤولة أآإى") == "المسؤولة أآإى"


def test_accents_are_dropped_without_taking_hamzas_apart():
    assert folder(LOSSY, without=["alef"])("éأ") == "eأ"


@pytest.mark.parametrize("word", ["\ud800", "", "\x00", "\u064e", "ﷺ"])
def test_odd_text_folds_without_error(word):
    assert isinstance(FOLD(word), str)


@pytest.mark.parametrize("word", ["آآأ", "ؤئء", "گگك", "يءءء", "ءءيء", "يءيء"])
def test_letters_that_are_folded_to_one_are_one_in_a_run_too(word):
    fold = folder(LOSSLESS + LOSSY)
    assert fold(fold(word)) == fold(word)
