import pytest

from searchnews.arabic import analyzer
from searchnews.arabic.roots import root_of


@pytest.mark.parametrize(
    ("stem", "root"),
    [
        ("وزير", "وزر"), ("وزراء", "وزر"), ("وزار", "وزر"), ("كتاب", "كتب"), ("كاتب", "كتب"), ("مكتوب", "كتب"),
        ("استخدام", "خدم"), ("مستخدم", "خدم"), ("انتخاب", "نخب"), ("انفجار", "فجر"), ("تعليم", "علم"),
        ("تفاوض", "فاض"), ("مدارس", "درس"), ("اعمال", "عمل"), ("مفاتيح", "فتح"), ("قواعد", "قعد"),
    ],
)  # fmt: skip
def test_the_root_is_what_falls_on_the_pattern(stem, root):
    assert root_of(stem).text == root


@pytest.mark.parametrize("stem", ["حرب", "يد", "ا", "", "تكنولوجيا", "برلمان"])
def test_a_word_of_no_pattern_is_its_own_root(stem):
    assert root_of(stem) == (stem, "")


def test_three_weak_letters_are_no_root():
    assert root_of("ايوا").pattern == ""


def test_the_pattern_is_told():
    assert root_of("استقبال").pattern == "استفعال"


@pytest.mark.parametrize(
    ("one", "other"),
    [("قال", "يقول"), ("زار", "زيار"), ("لقاء", "يلتقي"), ("استقال", "يستقيل"), ("مطار", "طيران"), ("ردود", "رد")],
)
def test_weak_and_doubled_letters_do_not_part_a_root(one, other):
    assert root_of(one).text == root_of(other).text


@pytest.mark.parametrize(("plural", "singular"), [("عناصر", "عنصر"), ("صناديق", "صندوق"), ("مناطق", "منطق")])
def test_a_plural_of_four_letters_shares_the_root_of_its_singular(plural, singular):
    assert root_of(plural).text == root_of(singular).text


def test_she_and_he_did_share_a_root():
    assert root_of("قتلت").text == root_of("قتل").text


@pytest.mark.parametrize("word", ["متحف", "متاحف"])
def test_no_radical_is_an_alef(word):
    assert root_of(word).text == "تحف"


@pytest.mark.parametrize(("one", "other"), [("قائد", "قادة"), ("ضحية", "ضحايا"), ("يصل", "وصول"), ("يحتج", "احتجاج")])
def test_the_list_ties_what_no_pattern_does(one, other):
    assert analyzer().forms(one).root == analyzer().forms(other).root


def test_a_hamza_inside_a_word_is_a_radical():
    assert analyzer().forms("تأسيس").root == analyzer().forms("أسس").root
