import pytest

from searchnews.arabic.roots import root_of


@pytest.mark.parametrize(
    ("stem", "root"),
    [
        ("وزير", "وزر"), ("وزراء", "وزر"), ("وزار", "وزر"), ("كتاب", "كتب"), ("كاتب", "كتب"), ("مكتوب", "كتب"),
        ("استخدام", "خدم"), ("مستخدم", "خدم"), ("انتخاب", "نخب"), ("انفجار", "فجر"), ("تعليم", "علم"),
        ("تفاوض", "فوض"), ("مدارس", "درس"), ("اعمال", "عمل"), ("مفاتيح", "فتح"), ("قواعد", "قعد"),
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
