"""Reprints: found when articles are loaded, and shown as one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from searchnews import Article, create_index, open_index
from searchnews._metadata import read_metadata, write_metadata
from searchnews.arabic import DEFAULT_PRESET
from searchnews.index import Index
from searchnews.model import Similar
from tests.indexes import ENGINES, index_in

FORMATS = Path(__file__).parent / "engines" / "formats"

WIRE = (
    "أعلنت وزارة النقل أمس أن القطار السريع بين العاصمة والميناء سيبدأ رحلاته في مطلع الشهر المقبل بعد تأخير دام "
    "عامين، وقال المتحدث باسم الوزارة إن التجارب الأخيرة اكتملت بنجاح وإن أسعار التذاكر ستعلن قبل نهاية الأسبوع الحالي."
)
FIRST = Article(id="1", title="القطار ينطلق", text=WIRE, source="نهر اليوم", date="2016-03-02")
REPRINT = Article(id="2", title="بعد عامين: القطار", text=WIRE.replace("أمس", "اليوم"), source="دفة", date="2016-03-03")
THIRD = Article(id="3", title="قطار الميناء", text="الميناء - " + WIRE, source="ميدان", date="2016-03-01")
OTHER = Article(
    id="4",
    title="القطار يتعطل",
    text="تعطل القطار القديم صباح اليوم عند محطة الجسر وانتظر الركاب ساعتين قبل أن تصل الحافلات البديلة إلى المكان.",
    source="دفة",
    date="2016-03-03",
)


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    with index_in(tmp_path, request.param) as made:
        yield made


def groups(index: Index) -> dict[str, str | None]:
    return {article.id: article.group_id for article in index.articles()}


def test_reprints_have_one_group_and_others_their_own(index: Index):
    index.add_many([FIRST, REPRINT, OTHER])
    found = groups(index)
    assert found["1"] == found["2"] != found["4"]
    assert all(len(group or "") == 16 for group in found.values())


def test_what_comes_later_joins_what_was_there(index: Index):
    index.add_many([FIRST, OTHER])
    before = groups(index)["1"]
    index.add(REPRINT)
    index.add(THIRD)
    assert groups(index)["2"] == groups(index)["3"] == before


def notices(step: int, days: int, count: int) -> list[Article]:
    """Give texts of a hundred words that each leave out the first few of the one before and add as many."""
    words = [f"كلمة{place}" for place in range(100 + step * count)]
    return [
        Article(
            id=f"{at}", title=f"الطقس {at}", text=" ".join(words[step * at : step * at + 100]), source=f"صحيفة {at}",
            date=f"2016-03-{1 + days * at:02}",
        )
        for at in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(("step", "days", "joined"), [(15, 0, 3), (5, 2, 5)])
def test_notices_that_are_each_like_the_last_are_not_all_one_group(index: Index, step: int, days: int, joined: int):
    index.add_many(notices(step, days, 6))
    found = groups(index)
    assert [found[str(at)] == found["0"] for at in range(joined + 1)] == [True] * joined + [False]


@pytest.mark.parametrize(("step", "days"), [(15, 0), (5, 2), (3, 2)])
def test_groups_are_the_same_whether_articles_come_at_once_or_day_by_day(tmp_path: Path, step: int, days: int):
    found = []
    for name, size in (("at-once", 12), ("one-by-one", 1), ("by-fives", 5)):
        articles = notices(step, days, 12)
        with create_index(tmp_path / name) as made:
            for at in range(0, len(articles), size):
                made.add_many(articles[at : at + size])
            found.append(groups(made))
    assert found[0] == found[1] == found[2]
    assert 1 < len(set(found[0].values())) < 12


def test_an_undated_article_joins_an_undated_one_of_an_earlier_load(index: Index):
    index.add(replace(FIRST, date=None))
    index.add(replace(REPRINT, date=None))
    assert len(set(groups(index).values())) == 1


def test_the_same_words_a_month_later_are_another_group(index: Index):
    index.add_many([FIRST, replace(REPRINT, date="2016-04-03")])
    assert len(set(groups(index).values())) == 2


def test_texts_of_a_few_words_are_not_grouped(index: Index):
    index.add_many([Article(id=id, title="كاريكاتير اليوم", text="كاريكاتير", date="2016-03-02") for id in "12"])
    assert len(set(groups(index).values())) == 2


def test_an_exact_copy_is_the_limit_case(index: Index):
    index.add_many([FIRST, replace(FIRST, id="copy")])
    assert len(set(groups(index).values())) == 1


def test_an_article_that_is_changed_a_little_keeps_its_group(index: Index):
    index.add_many([FIRST, REPRINT])
    before = groups(index)
    index.add(replace(FIRST, title="القطار ينطلق أخيرا"))
    assert groups(index) == before


def test_loading_again_changes_nothing(index: Index):
    index.add_many([FIRST, REPRINT])
    assert index.add_many([FIRST, REPRINT]).unchanged == 2


def test_a_group_that_an_article_comes_with_is_not_heeded(index: Index):
    index.add_many([replace(FIRST, group_id="x"), replace(OTHER, group_id="x")])
    assert len(set(groups(index).values()) - {"x"}) == 2


def test_reprints_are_shown_as_one_hit_that_counts_them(index: Index):
    index.add_many([FIRST, REPRINT, THIRD, OTHER])
    found = index.search("القطار السريع", group="best")
    assert (found.total, found.groups, len(found)) == (4, 2, 2)
    assert found[0].similar == Similar(2, 2)
    assert found[1].similar is None


@pytest.mark.parametrize(("choice", "id"), [("first", "3"), ("last", "2")])
def test_the_first_or_the_last_stands_for_its_group(index: Index, choice: str, id: str):
    index.add_many([FIRST, REPRINT, THIRD, OTHER])
    assert index.search("القطار السريع", group=choice)[0].id == id


def test_one_that_does_not_match_does_not_stand_for_its_group(index: Index):
    index.add_many([FIRST, REPRINT, THIRD])
    hit = index.search('"القطار ينطلق"', group="first")[0]
    assert (hit.id, hit.similar) == ("1", Similar(2, 2))


def test_pages_follow_each_other_without_a_gap(index: Index):
    index.add_many([FIRST, REPRINT, THIRD, OTHER])
    pages = [index.search("القطار", group="best", limit=1, offset=offset) for offset in range(3)]
    assert [page.total for page in pages] == [4, 4, 4]
    assert [[hit.rank for hit in page] for page in pages] == [[1], [2], []]
    assert {hit.article.group_id for page in pages for hit in page} == set(groups(index).values())


def test_a_page_is_filled_however_many_reprints_there_are(index: Index):
    copies = [replace(FIRST, id=f"copy {number}", source=f"{number}") for number in range(150)]
    index.add_many([*copies, OTHER])
    found = index.search("القطار", group="best", limit=2)
    assert sorted(hit.similar is None for hit in found) == [False, True]


def test_without_the_wish_every_reprint_is_a_hit(index: Index):
    index.add_many([FIRST, REPRINT, THIRD])
    found = index.search("القطار")
    assert (len(found), found.groups, {hit.similar for hit in found}) == (3, None, {None})


def test_an_unknown_wish_is_refused(index: Index):
    with pytest.raises(ValueError, match="best, first, last"):
        index.search("القطار", group="any")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "place", sorted(path for path in FORMATS.iterdir() if path.name.isdigit()), ids=lambda p: p.name
)
def test_an_index_that_knew_no_groups_learns_them(place: Path, tmp_path: Path):
    shutil.copytree(place / "index", tmp_path / "index")
    folder = str(tmp_path / "index")  # it is the format that is old here, and not the terms
    write_metadata(folder, read_metadata(folder)._replace(analyzer=DEFAULT_PRESET))
    with open_index(tmp_path / "index") as index:
        old = index.stats().documents
        index.add_many([FIRST, REPRINT])
        assert index.check() == []
        assert index.search("القطار السريع", group="best")[0].similar == Similar(1, 1)
        index.optimize()
        assert index.check() == []
        assert len(set(groups(index).values())) == old + 1


def test_a_signature_that_makes_no_sense_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with create_index(tmp_path / "index") as index:
        with monkeypatch.context() as patch:
            patch.setattr("searchnews._signing.packed", lambda rows: ["؟" * 64] * len(rows))
            index.add(FIRST)
        index.add(REPRINT)
        assert len(set(groups(index).values())) == 2
