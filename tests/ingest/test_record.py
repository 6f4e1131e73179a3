from __future__ import annotations

import pytest

from searchnews.errors import SearchNewsError
from searchnews.ingest.record import ALIASES, as_text, field_of, to_article


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, names in ALIASES.items() for name in names])
def test_every_alias_leads_to_its_field(field: str, name: str) -> None:
    found = field_of(name)
    assert found is not None
    assert found[0] == field


@pytest.mark.parametrize("name", ["Published At", "PUBLISHED_AT", "publishedAt", "published-at", " published_at "])
def test_case_spaces_and_separators_of_a_name_do_not_matter(name: str) -> None:
    assert to_article({name: "2018-03-05"}).date == "2018-03-05"


def test_the_stronger_of_two_names_wins_and_the_other_is_kept() -> None:
    article = to_article({"headline": "الثاني", "title": "الأول"})
    assert (article.title, article.extra) == ("الأول", {"headline": "الثاني"})


def test_an_empty_stronger_name_gives_way() -> None:
    assert to_article({"title": "  ", "headline": "العنوان الآخر"}).title == "العنوان الآخر"


def test_field_map_wins_over_every_alias() -> None:
    article = to_article({"text": "موجز", "long": "النص الكامل"}, field_map={"text": "long"})
    assert (article.text, article.extra) == ("النص الكامل", {"text": "موجز"})


def test_a_name_in_field_map_serves_no_other_field() -> None:
    article = to_article({"content": "العنوان هنا", "body": "النص"}, field_map={"title": "content"})
    assert (article.title, article.text) == ("العنوان هنا", "النص")


def test_an_unknown_field_in_field_map_is_an_error_that_names_the_fields() -> None:
    with pytest.raises(SearchNewsError, match="title, text"):
        to_article({"a": 1}, field_map={"teext": "a"})


def test_what_has_no_field_is_kept_as_it_is() -> None:
    assert to_article({"title": "خبر", "views": 3, "tags": ["أ"], "ok": None}).extra == {
        "views": 3,
        "tags": ["أ"],
        "ok": None,
    }


def test_numbers_become_text_and_id_a_string() -> None:
    assert to_article({"_id": 31030, "title": 1984}).id == "31030"


def test_paragraphs_in_a_list_are_joined_by_lines() -> None:
    assert to_article({"body": ["الأولى", "الثانية"]}).text == "الأولى\nالثانية"


def test_authors_in_a_list_are_joined_by_commas() -> None:
    assert to_article({"author": [{"name": "سعاد"}, "ليلى"]}).author == "سعاد، ليلى"


@pytest.mark.parametrize("value", [{"rendered": "خبر"}, {"$oid": "خبر"}, {"#text": "خبر"}, [["خبر"]]])
def test_an_object_that_stands_for_a_value_is_read(value: object) -> None:
    assert as_text(value) == "خبر"


def test_an_unreadable_date_is_kept_in_extra() -> None:
    article = to_article({"title": "خبر", "date": "قبل ساعتين"})
    assert (article.date, article.extra) == (None, {"date": "قبل ساعتين"})


def test_seconds_since_1970_are_a_date() -> None:
    assert to_article({"title": "خبر", "timestamp": 1531756111}).date == "2018-07-16T15:48:31+00:00"
