from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchnews.arabic.tokenizer import MAX_TOKEN_CHARS, plain_words, tokenize


def texts(text):
    return [token.text for token in tokenize(text)]


def kinds(text):
    return [(token.text, token.kind) for token in tokenize(text)]


def test_words_are_letters_with_their_marks():
    assert texts("قالَ الوَزِيرُ") == ["قالَ", "الوَزِيرُ"]


@pytest.mark.parametrize(
    "mark",
    [
        "\u064b", "\u064e", "\u0651", "\u0652", "\u0670", "\u0610", "\u06d6", "\u0640", "\u200c", "\u200d",
        "\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202e", "\u2066", "\u2069", "\u00ad",
        "\u200b", "\ufeff", "\u2060", "\ufe0f",
    ],
)  # fmt: skip
def test_a_mark_inside_a_word_does_not_split_it(mark):
    assert texts(f"كت{mark}اب") == [f"كت{mark}اب"]


def test_bidi_marks_around_a_word_are_not_of_it():
    assert texts("\u202bكتاب\u202c") == ["كتاب"]


def test_trailing_vowels_are_of_the_word():
    assert texts("كتابٌ.") == ["كتابٌ"]


@pytest.mark.parametrize(
    "number", ["1234", "1,234.5", "1,234,567", "3.14", "3,5", "١٢٣٤", "١٬٢٣٤٫٥", "۱۲۳", "12.03.2018"]
)
def test_a_number_with_its_separators_is_one_token(number):
    assert kinds(f"بلغ {number} دولار")[1] == (number, "number")


def test_a_list_of_years_is_not_one_number():
    assert texts("2014,2015") == ["2014", "2015"]


def test_a_full_stop_after_a_number_is_not_of_it():
    assert texts("عام 2018.") == ["عام", "2018"]


def test_a_percent_sign_is_not_of_the_number():
    assert texts("٪50 و٥٠٪") == ["50", "و", "٥٠"]


@pytest.mark.parametrize("word", ["Reuters", "5G", "B2B", "U.S", "Qur'an", "O’Neill", "café", "cafe\u0301", "Москва"])
def test_a_word_of_another_script_is_one_token(word):
    assert kinds(f"قال {word} أمس")[1] == (word, "latin")


def test_arabic_and_latin_letters_that_touch_are_two_words():
    assert texts("شبكةCNNالأمريكية") == ["شبكة", "CNN", "الأمريكية"]


def test_a_name_with_an_at_sign_is_one_token():
    assert kinds("كتب @BBC_Arabic1 اليوم")[1] == ("@BBC_Arabic1", "mention")


def test_a_hashtag_is_found_whole_and_in_parts():
    tokens = [(token.text, token.kind, token.position) for token in tokenize("عن #كأس_العالم_2018 غدا")]
    assert tokens == [
        ("عن", "word", 0),
        ("#كأس_العالم_2018", "hashtag", 1),
        ("كأس", "word", 1),
        ("العالم", "word", 2),
        ("2018", "number", 3),
        ("غدا", "word", 4),
    ]


def test_a_vowelled_hashtag_is_one_token():
    assert texts("#القُدْس_عاصمة")[0] == "#القُدْس_عاصمة"


def test_a_bidi_mark_does_not_split_a_hashtag():
    assert texts("#كأس\u200f_العالم") == ["#كأس\u200f_العالم", "كأس", "العالم"]


def test_a_hash_without_letters_is_no_token():
    assert texts("# #_ ##") == []


def test_a_hashtag_beyond_all_length_is_found_in_parts_only():
    assert {token.kind for token in tokenize("#" + "كأس_" * 100)} == {"word"}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.aljazeera.net/news/2018/3/5?x=1&y=2#top",
        "http://t.co/aB3",
        "HTTPS://EXAMPLE.ORG/A",
        "www.bbc.com/arabic",
        "https://ar.wikipedia.org/wiki/القدس",
    ],
)
def test_an_address_is_one_token(url):
    assert kinds(f"انظر {url} هنا") == [("انظر", "word"), (url, "url"), ("هنا", "word")]


@pytest.mark.parametrize("tail", [".", "،", "؟", ")", "»", "...", "؛", "!"])
def test_punctuation_after_an_address_is_not_of_it(tail):
    assert texts(f"www.bbc.com/arabic{tail} نعم")[0] == "www.bbc.com/arabic"


def test_an_e_mail_is_one_token():
    assert kinds("راسلونا: news.desk+ar@example-site.com.") == [
        ("راسلونا", "word"),
        ("news.desk+ar@example-site.com", "email"),
    ]


def test_an_e_mail_ends_where_arabic_begins():
    assert texts("info@example.comللتواصل") == ["info@example.com", "للتواصل"]


@pytest.mark.parametrize("sign", [*"؟؛،«»“”‘’()[]{}.,:;!?-–—…/\\|*+=<>~^٪٭۔٬٫﴾﴿", "\u00a0", "\u2028", "\t", "\n"])
def test_punctuation_and_spaces_separate_words(sign):
    assert texts(f"سلام{sign}وحرب") == ["سلام", "وحرب"]


def test_an_underscore_separates_words():
    assert texts("سلام_وحرب") == ["سلام", "وحرب"]


def test_positions_count_words():
    assert [token.position for token in tokenize("في الحرب، والسلام")] == [0, 1, 2]


@pytest.mark.parametrize("letter", list("پچژگکیےہھۀەۃںڤڨڭٹڈڑ"))
def test_a_persian_or_urdu_letter_is_a_letter(letter):
    assert kinds(f"با{letter}ا") == [(f"با{letter}ا", "word")]


def test_presentation_forms_are_letters():
    assert kinds("ﺍﻟﺴﻼﻡ") == [("ﺍﻟﺴﻼﻡ", "word")]


def test_a_ligature_of_a_whole_phrase_is_no_letter():
    assert texts("محمد ﷺ رسول") == ["محمد", "رسول"]


# Hostile text


def test_a_word_without_end_is_cut_in_pieces():
    assert {len(token.text) for token in tokenize("ب" * (4 * MAX_TOKEN_CHARS))} == {MAX_TOKEN_CHARS}


def test_a_lone_surrogate_is_no_token():
    assert texts("سلام\ud800حرب \udfff") == ["سلام", "حرب"]


def test_marks_alone_are_no_token():
    assert texts("\u064e\u0651\u200c\u0640\u0640\u200f") == []


def test_an_emoji_is_a_token_as_it_is_drawn():
    family, flag, heart = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1f5\U0001f1f8", "\u2764\ufe0f"
    assert texts(f"{family} {flag} مرحبا{heart}") == [family, flag, "مرحبا", heart]


def test_emoji_in_a_row_are_a_token_each():
    assert [(token.text, token.position) for token in tokenize("\U0001f602\U0001f602")] == [
        ("\U0001f602", 0),
        ("\U0001f602", 1),
    ]


def test_what_lists_are_set_with_is_no_token():
    assert texts("★ خبر ✔ عاجل ➤ ☐ ■ \U0001f3fd") == ["خبر", "عاجل"]


def test_a_text_with_an_emoji_has_the_words_that_it_has_without():
    assert plain_words("مبروك \U0001f389 الفوز") is None
    assert texts("مبروك \U0001f389 الفوز") == ["مبروك", "\U0001f389", "الفوز"]


def test_nul_separates_words():
    assert texts("سلام\x00حرب\x00") == ["سلام", "حرب"]


MEGABYTE = 1_000_000
LONG = 100_000


@pytest.mark.parametrize(
    ("piece", "tokens_in_a_piece"),
    [
        ("a-", 1),
        ("a..", 1),
        ("aب", 2),
        ("a+", 1),
        ("a_", 1),
        ("1,", 1),
        ("@", 0),
        ("#", 0),
        ("#_", 0),
        ("# ب", 1),
        ("ب ", 1),
        ("ب\n", 1),
        ("\u200c", 0),
        ("\u064b", 0),
        ("(", 0),
    ],
)
def test_the_tokens_of_a_long_line_are_counted_in_one_pass(piece, tokens_in_a_piece):
    times = LONG // len(piece)
    assert sum(1 for _ in tokenize(piece * times)) == tokens_in_a_piece * times


@pytest.mark.parametrize(
    "piece", ["a", "ب", "1", "ـ", "بـ", "ب\u200c", "بً", "www.", "http://", "a.", "a@", "a@a.", "1,111"]
)
def test_a_long_line_of_anything_is_read_to_its_end(piece):
    # A regular expression that looks back over all that went before would not come back from this.
    text = piece * (LONG // len(piece))
    assert [token.text for token in tokenize(text + " نهاية")][-1] == "نهاية"


@pytest.mark.parametrize("piece", ["a", "a-", "a.", "b@", "ب\u200c", "#ب", "1.", "www.!"])
def test_a_prefix_of_an_address_does_not_make_it_longer_to_read(piece):
    assert [token.text for token in tokenize("x@" + piece * (LONG // len(piece)) + " نهاية")][-1] == "نهاية"


def test_a_letter_and_a_megabyte_of_marks_is_one_token_or_its_pieces():
    tokens = list(tokenize("ب" + "\u200c" * MEGABYTE + "ت"))
    assert sum(len(token.text) for token in tokens) == MEGABYTE + 2


# The fast ways

PIECES = [
    "كأس",
    "السَّلام",
    "كت\u200cاب",
    "ب\u064b\u200f",
    "COVID-19",
    "O’Neill",
    "5G",
    "1,234.5",
    "١٬٢٣٤",
    "2014,2015",
    "ـ",
]
PIECES += [
    "#كأس_العالم",
    "＃ب",
    "#_",
    "@BBC",
    "a@b.com",
    "https://example.org/a).",
    "www.",
    "WwW.ب",
    "://",
    "_",
    "\ufd90",
]
PIECES += ["ب" * 300, "#" + "ب_" * 200, "9" * 300, *" \n.،'\u0651\u200c\u200f\u0301", "😀", "\ud800"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=300)
PLAIN_TEXTS = st.text(st.sampled_from("ابةﻼپ\u064b\u0640\u200c\u200f\ufeff 1٢۳,.٬٫'’aé\u0301_-،\n\ufd90"), max_size=300)


@settings(deadline=None, max_examples=500)
@given(TEXTS | PLAIN_TEXTS)
def test_only_a_hashtag_has_the_place_of_the_next_token(text):
    tokens = list(tokenize(text))
    sharing = [one for one, other in pairwise(tokens) if one.position == other.position]
    assert sharing == [token for token in tokens if token.kind == "hashtag"]


@settings(deadline=None, max_examples=500)
@given(TEXTS | PLAIN_TEXTS)
@example("ب" * (MAX_TOKEN_CHARS + 1))
def test_plain_words_are_the_texts_of_the_tokens_at_places_in_a_row(text):
    words, tokens = plain_words(text), list(tokenize(text))
    if words is not None:
        assert words == [token.text for token in tokens]
        assert [token.position for token in tokens] == list(range(len(tokens)))
