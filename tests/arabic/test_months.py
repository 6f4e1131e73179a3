import pytest

from searchnews.arabic.months import MONTH_NAMES, month_number


@pytest.mark.parametrize("region", MONTH_NAMES)
def test_a_year_has_twelve_months_in_every_region(region):
    assert [month_number(name) for name in MONTH_NAMES[region]] == list(range(1, 13))


@pytest.mark.parametrize(
    ("name", "number"),
    [("مارِس", 3), ("ابريل", 4), ("كانون  الثاني", 1), ("تشرین الأول", 10), ("Sept.", 9), ("غشت", 8), ("يونيه", 6)],
)
def test_spellings_do_not_matter(name, number):
    assert month_number(name) == number


@pytest.mark.parametrize("name", ["رمضان", "محرم", "", "كانون", "13", "\ud800"])
def test_what_is_no_gregorian_month_has_no_number(name):
    assert month_number(name) is None
