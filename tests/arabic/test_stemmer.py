import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.exceptions import Exceptions
from searchnews.arabic.lexicon import Lexicon
from searchnews.arabic.stemmer import Stemmer
from searchnews.arabic.stopwords import StopWords

NO_STOP_WORDS = StopWords(frozenset(), frozenset())


def stem(word):
    return analyzer().forms(word).stem


def rules(word):
    return analyzer().forms(word).rules


@pytest.mark.parametrize("word", ["وزير", "وفد", "واحد", "وثيقة", "ولاية", "وحدة", "وقت", "وسام", "وطن", "وفاة"])
def test_a_waw_that_belongs_to_the_word_stays(word):
    assert stem(word).startswith("و")


@pytest.mark.parametrize("word", ["فلسطين", "فريق", "فوز", "فيلم", "فيروس", "فندق", "فرنسا"])
def test_a_feh_that_belongs_to_the_word_stays(word):
    assert stem(word).startswith("ف")


@pytest.mark.parametrize("word", ["بيان", "بنك", "بيروت", "بطولة", "بريد", "بغداد", "بوتين"])
def test_a_beh_that_belongs_to_the_word_stays(word):
    assert stem(word).startswith("ب")


@pytest.mark.parametrize("word", ["لجنة", "لقاء", "لاعب", "لبنان", "لندن", "ليبيا"])
def test_a_lam_that_belongs_to_the_word_stays(word):
    assert stem(word).startswith("ل")


@pytest.mark.parametrize("word", ["كتاب", "كرة", "كأس", "كيري", "كلينتون"])
def test_a_kaf_that_belongs_to_the_word_stays(word):
    assert stem(word).startswith("ك")


@pytest.mark.parametrize("word", ["سيارة", "سياسة", "سينما", "سنة", "سيناء"])
def test_a_seen_that_belongs_to_the_word_stays(word):
    assert stem(word).startswith("س")


@pytest.mark.parametrize(
    "word", ["ألمانيا", "إلكتروني", "ألعاب", "إلغاء", "ألوان", "ألغام", "إلهام", "التزام", "التهاب"]
)
def test_an_alef_and_lam_that_belong_to_the_word_stay(word):
    assert stem(word).startswith("ال")


@pytest.mark.parametrize(("bare", "hamza"), [("القاء", "إلقاء"), ("الغاء", "إلغاء"), ("الغام", "ألغام")])
def test_an_alef_without_its_hamza_makes_no_article(bare, hamza):
    assert stem(bare) == stem(hamza)


@pytest.mark.parametrize(
    "word", ["الوزير", "والوزير", "وبالوزير", "للوزير", "وللوزير", "كالوزير", "فالوزير", "ووزير", "لوزير", "بوزير"]
)
def test_particles_before_a_word_come_off(word):
    assert stem(word) == "وزير"


@pytest.mark.parametrize("word", ["للبنان", "بلبنان", "ولبنان", "اللبناني", "لبنانية", "اللبنانيين"])
def test_lebanon_is_found_behind_its_lam(word):
    assert stem(word) == "لبنان"


@pytest.mark.parametrize(
    "word",
    [
        "لبنان",
        "إيران",
        "فلسطين",
        "السودان",
        "البحرين",
        "الصين",
        "باكستان",
        "برلمان",
        "إعلان",
        "سلطان",
        "قانون",
        "رمضان",
    ],
)
def test_a_final_noon_that_belongs_to_the_word_stays(word):
    assert stem(word).endswith("ن")


@pytest.mark.parametrize(
    "word", ["حكومتها", "حكومته", "حكومتهم", "حكومتهما", "حكومتنا", "وحكومتها", "لحكومته", "وبحكومتها", "بحكومتهم"]
)
def test_pronouns_come_off_behind_teh_marbuta(word):
    assert stem(word) == stem("حكومة")


@pytest.mark.parametrize(("word", "bare"), [("وزرائهم", "وزراء"), ("وزراؤه", "وزراء"), ("مستشفاها", "مستشفى")])
def test_a_hamza_or_alef_is_written_again_where_a_pronoun_was(word, bare):
    assert stem(word) == stem(bare)


@pytest.mark.parametrize("word", ["وأزمته", "وبرامجه", "بمحافظات", "وتقديرهم", "لمشروعات", "والمراجعين"])
def test_a_clitic_comes_off_a_word_that_has_a_suffix_too(word):
    assert rules(word)[0] in ("و+", "ب+", "ل+")


def test_an_exception_keeps_its_first_letter_before_a_pronoun():
    assert stem("بطاقتها") == stem("بطاقة")


@pytest.mark.parametrize(("many", "one"), [("لاعبون", "لاعب"), ("لاعبين", "لاعب"), ("مسؤولين", "مسؤول")])
def test_a_sound_masculine_plural_is_its_singular(many, one):
    assert stem(many) == stem(one)


def test_the_plural_before_another_noun_is_its_singular():
    assert stem("لاعبو") == stem("ولاعبو") == stem("لاعب")


@pytest.mark.parametrize(
    ("many", "one"),
    [("شركات", "شركة"), ("مباريات", "مباراة"), ("مستشفيات", "مستشفى"), ("قرارات", "قرار"), ("فتيات", "فتاة")],
)
def test_a_feminine_plural_is_its_singular(many, one):
    assert stem(many) == stem(one)


@pytest.mark.parametrize(
    ("two", "one"),
    [("دولتين", "دولة"), ("هدفين", "هدف"), ("القراران", "قرار"), ("اللاعبان", "لاعب"), ("قتيلان", "قتيل")],
)
def test_a_dual_is_its_singular(two, one):
    assert stem(two) == stem(one)


@pytest.mark.parametrize(
    ("word", "bare"),
    [("مريضا", "مريض"), ("قتيلا", "قتيل"), ("مليونا", "مليون"), ("هدفاً", "هدف"), ("احتجاجًا", "احتجاج")],
)
def test_an_accusative_alef_comes_off(word, bare):
    assert stem(word) == stem(bare)


@pytest.mark.parametrize("word", ["كوبا", "درعا", "ناسا", "أوباما", "سينما", "كندا", "دنيا", "كورونا", "روما"])
def test_an_alef_that_belongs_to_the_word_stays(word):
    assert stem(word).endswith("ا")


def test_an_alef_after_a_verbs_waw_comes_off_with_it():
    assert stem("أعلنوا") == stem("أعلن")


def test_an_own_final_ha_stays():
    assert stem("اتجاه").endswith("ه")


@pytest.mark.parametrize(("dotless", "dotted"), [("المصرى", "المصري"), ("مدرسه", "مدرسة"), ("السياسيه", "السياسية")])
def test_missing_dots_do_not_matter(dotless, dotted):
    assert stem(dotless) == stem(dotted)


def test_the_ya_of_relation_is_off_before_teh_marbuta():
    assert stem("مرضية") == stem("مرض")


def test_the_ya_of_a_verbal_noun_is_its_own():
    assert stem("تربية") == "تربي"


def test_a_hospital_ends_in_alef():
    assert stem("مستشفى") == stem("مستشفي") == "مستشفي"


@pytest.mark.parametrize(("future", "present"), [("سيعلن", "يعلن"), ("وستعلن", "تعلن"), ("فسيقول", "يقول")])
def test_the_seen_of_the_future_comes_off(future, present):
    assert stem(future) == stem(present)


@pytest.mark.parametrize(
    ("country", "people"),
    [
        ("فلسطين", "الفلسطينيون"), ("مصر", "المصريين"), ("ألمانيا", "الألمانية"), ("إيران", "الإيرانيين"),
        ("السعودية", "سعوديون"), ("أمريكا", "الأميركيين"), ("الصين", "الصينية"), ("روسيا", "الروس"),
        ("تركيا", "الأتراك"), ("غزة", "الغزيين"),
    ],
)  # fmt: skip
def test_a_country_finds_its_people(country, people):
    assert stem(country) == stem(people)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب", "مكتبة"), ("كتاب", "كاتب"), ("مدرسة", "مدرس"), ("شرطة", "شرط"), ("رياضة", "الرياض"),
        ("جامعة", "جامع"), ("لجنة", "جنة"), ("عمان", "عام"), ("الجزائر", "الجزيرة"), ("قطر", "قطار"),
    ],
)  # fmt: skip
def test_different_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_the_rules_are_named_in_order():
    assert rules("وبالوزيرين") == ("و+", "ب+", "ال+", "+ين", "root فعيل")


def test_a_stemmer_without_words_takes_off_little():
    stemmer = Stemmer(Lexicon(b""), Exceptions({}, str), NO_STOP_WORDS)
    assert stemmer.stem("وزير", "وزير").text == "وزير"


def test_a_stemmer_without_words_still_sees_an_article():
    assert Stemmer(Lexicon(b""), Exceptions({}, str), NO_STOP_WORDS).stem("الوزير", "الوزير").text == "وزير"
