import unicodedata

import pytest

from searchnews.arabic import DEFAULT_PRESET, Analyzer, analyzer, read_exceptions


def forms(word):
    return analyzer().forms(word)


def test_a_minister_is_a_minister():
    assert {forms(word).stem for word in ("وزير", "الوزير", "وبالوزير", "وبالوزيرِ")} == {"وزير"}


def test_the_surface_keeps_the_article():
    assert forms("الأُمَّـــة").surface == "الامه"


@pytest.mark.parametrize("word", ["لبنان", "إيران", "ألمانيا", "إعلان", "فلسطين"])
def test_names_and_words_that_look_inflected_stay_whole(word):
    assert forms(word).stem == forms(word).surface


def test_a_name_has_no_root_to_look_for():
    assert forms("الإيرانيون").root == forms("إيران").root == "ايران"


def test_words_of_one_root_share_it_only():
    stems = {forms(word).stem for word in ("كتاب", "كاتب", "مكتوب")}
    roots = {forms(word).root for word in ("كتاب", "كاتب", "مكتوب")}
    assert (len(stems), roots) == (3, {"كتب"})


def test_vowels_do_not_change_a_word():
    assert forms("المُحَادَثَاتِ") == forms("المحادثات")


def test_a_decomposed_word_is_the_composed_one():
    word = "وَمَسْؤُولِيَّتُهُ"
    assert forms(unicodedata.normalize("NFD", word)) == forms(word)


def test_presentation_forms_are_stemmed():
    assert forms("ﺍﻟﻮﺯﻳﺮ").stem == "وزير"


@pytest.mark.parametrize("word", ["BBC", "2018", "#كأس_العالم", "@user", "https://t.co/x", "Москва"])
def test_what_is_no_arabic_word_is_its_own_stem_and_root(word):
    found = forms(word)
    assert found.surface == found.stem == found.root


def test_numbers_are_one_in_all_digits():
    assert forms("١٬٢٣٤٫٥").stem == forms("1,234.5").stem == "1234.5"


def test_marks_alone_have_empty_forms_and_no_error():
    assert forms("\u064e\u200c").surface == ""


@pytest.mark.parametrize("word", ["", "\ud800", "\x00", "ال", "و", "لل", "ة", "ى", "ء", "وو", "ا" * 300])
def test_odd_words_have_forms(word):
    assert forms(word).surface == analyzer().fold(word)


def test_a_word_of_a_megabyte_has_forms():
    assert len(forms("بت" * 500_000).surface) == 1_000_000


@pytest.mark.parametrize("letter", list("يىءئاةهتوكلسنـ\u064b"))
def test_a_megabyte_of_one_letter_has_forms(letter):
    assert isinstance(Analyzer("test").forms("ب" + letter * 1_000_000 + "ب").stem, str)


def test_an_analysis_is_kept():
    assert forms("السلام") is forms("السلام")


# Options


def test_the_preset_has_a_name():
    assert analyzer().name == DEFAULT_PRESET == "ar-news-5"


def test_a_preset_is_made_once():
    assert analyzer() is analyzer()


def test_an_unknown_preset_is_refused():
    with pytest.raises(ValueError, match="no analyzer is called 'fr-news-1'"):
        analyzer("fr-news-1")


def test_a_fold_can_be_left_out():
    assert Analyzer("test", without=["teh-marbuta"]).forms("مدرسة").surface == "مدرسة"


def test_an_unknown_fold_is_refused():
    with pytest.raises(ValueError, match="no such fold: vowels"):
        Analyzer("test", without=["vowels"])


def test_a_users_exceptions_win(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("\ufeff# mine\nبرامجيات\tسوفتوير البرامجيات # two words\n*لبنان\tبيروت\n", encoding="utf-8")
    mine = analyzer(exceptions=str(path))
    assert [mine.forms(word).stem for word in ("سوفتوير", "والسوفتوير", "بيروت")] == ["برامجيات", "برامجيات", "لبنان"]
    assert mine.forms("فلسطين").stem == "فلسطين"


def test_exceptions_are_part_of_the_name(tmp_path):
    names = set()
    for at, content in enumerate(("أ\tب\n", "أ\tت\n", "أ\tب\n# again\n")):
        path = tmp_path / f"{at}.tsv"
        path.write_text(content, encoding="utf-8")
        names.add(analyzer(exceptions=str(path)).name)
    assert len(names) == 2
    assert all(name.startswith("ar-news-5+") for name in names)


def test_a_line_without_a_tab_is_named():
    with pytest.raises(ValueError, match="line 2 of the exceptions"):
        read_exceptions(["# fine", "وزير وزراء"], str)


def test_a_star_marks_a_name():
    assert read_exceptions(["*لبنان\tلبناني"], str)["لبناني"].rules == ("exception", "name")


def test_no_shipped_word_has_two_stems():
    from importlib.resources import files

    lines = files("searchnews.arabic").joinpath("data/exceptions.tsv").read_text(encoding="utf-8").splitlines()
    seen = {}
    for line in lines:
        for word, stem in read_exceptions([line], analyzer().fold).items():
            assert seen.setdefault(word, stem) == stem, word


def test_an_emoji_is_found_in_any_tone_and_look():
    thumb, heart = "\U0001f44d", "\u2764"
    assert {analyzer().forms(look).surface for look in (thumb, thumb + "\U0001f3fd")} == {thumb}
    assert {analyzer().forms(look).stem for look in (heart, heart + "\ufe0f")} == {heart}


def test_an_emoji_is_a_stop_word_and_a_word_of_another_script_is_none():
    assert [analyzer().forms(word).stop for word in ("\U0001f44d", "\U0001f1f5\U0001f1f8", "東京", "BBC")] == [
        True,
        True,
        False,
        False,
    ]
