from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchnews.ingest.sources.html import parse_page

from .conftest import Load

FIRST = "افتتح الوزير أمس معرض الكتاب في المدينة بحضور عدد كبير من الكتاب والناشرين العرب."
SECOND = "وقال في كلمته إن عدد دور النشر المشاركة هذا العام بلغ مئة دار من عشرين دولة."
MENU = (
    "<nav><ul>" + "".join(f'<li><a href="/{n}">قسم الأخبار المحلية رقم {n}</a></li>' for n in range(20)) + "</ul></nav>"
)
FOOTER = "<footer>جميع الحقوق محفوظة للصحيفة ولا يجوز النقل إلا بإذن مكتوب من إدارة التحرير 2019.</footer>"


def page(body: str, head: str = "<title>افتتاح معرض الكتاب - صحيفة الأفق</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{MENU}{body}{FOOTER}</body></html>"


def test_the_paragraphs_are_the_text_a_line_each() -> None:
    assert parse_page(page(f"<div><p>{FIRST}</p><p>{SECOND}</p></div>"))["text"] == f"{FIRST}\n{SECOND}"


def test_paragraphs_made_of_line_breaks_are_split() -> None:
    assert parse_page(page(f"<div>{FIRST}<br><br>{SECOND}</div>"))["text"] == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "junk",
    [
        '<p><a href="/x">اقرأ أيضا: خبر آخر عن معرض الكتاب في دورته السابقة</a></p>',
        "<p>اقرأ أيضاً</p><ul><li><a href='/1'>خبر آخر</a></li></ul>",
        '<div class="share-buttons">شارك الخبر مع أصدقائك على مواقع التواصل الاجتماعي المختلفة الآن.</div>',
        '<div id="comments"><p>تعليق طويل من قارئ غاضب لا يعجبه المعرض ولا الوزير ولا دور النشر كلها.</p></div>',
        '<div style="display: none">نص مخفي طويل لا يراه القارئ أبدا وهو من بقايا القالب القديم للموقع.</div>',
        "<script>var a = 'نص داخل البرنامج';</script><style>.a { color: red }</style>",
        "<aside><p>الأكثر قراءة: خبر طويل عن شيء آخر لا علاقة له بالمعرض على الإطلاق في هذا اليوم.</p></aside>",
        "<p>الأحد 5 مارس 2017</p><p>طباعة</p><p>الوسوم</p>",
        "<div><span>نادية أبو بكر</span> · <time>10 نوفمبر 2022</time></div>",
        "<div>تعليم | سيف عبدالعزيز | 5 سبتمبر 2018</div>",
    ],
)
def test_what_is_not_the_article_is_left_out(junk: str) -> None:
    text = parse_page(page(f"<div><p>{FIRST}</p>{junk}<p>{SECOND}</p></div>"))["text"]
    assert text == f"{FIRST}\n{SECOND}"


def test_a_line_with_signs_but_no_date_stays() -> None:
    assert parse_page(page(f"<div><p>{FIRST}</p><p>الأهلي | الزمالك | 2 - 1</p></div>"))["text"].endswith("2 - 1")


def test_a_page_wrapped_into_one_form_is_read() -> None:
    assert parse_page(page(f"<form><div><p>{FIRST}</p><p>{SECOND}</p></div></form>"))["text"] == f"{FIRST}\n{SECOND}"


def test_a_body_with_a_suspicious_class_is_read() -> None:
    body = f'<div class="field--label-hidden content-with-sidebar"><p>{FIRST}</p><p>{SECOND}</p></div>'
    assert parse_page(page(body))["text"] == f"{FIRST}\n{SECOND}"


def test_other_articles_below_are_left_out() -> None:
    teasers = "".join(f"<article><h2>خبر {n}</h2><p>{SECOND} {n}</p></article>" for n in range(2))
    body = f"<main><article>{f'<p>{FIRST}</p>' * 8}</article><div>{teasers}</div></main>"
    assert SECOND not in parse_page(page(body))["text"]


def test_a_list_of_headlines_longer_than_the_article_is_left_out() -> None:
    headlines = "".join(
        f"<div><div>السوق القديم يستعيد رواده بعد عام من الترميم رقم {n}</div></div>" for n in range(30)
    )
    text = parse_page(page(f"<main><div><p>{FIRST}</p><p>{SECOND}</p></div></main><div>{headlines}</div>"))["text"]
    assert text == f"{FIRST}\n{SECOND}"


def test_a_poem_of_short_lines_is_the_text() -> None:
    lines = [f"بيت قصير من القصيدة رقم {n}" for n in range(12)]
    body = f"<table><tr><td>{'<br>'.join(lines)}</td></tr></table><table><tr><td>{SECOND}</td></tr></table>"
    assert parse_page(page(body))["text"] == "\n".join(lines)


@pytest.mark.parametrize(
    "head",
    [
        "<title>افتتاح معرض الكتاب في المدينة - صحيفة الأفق</title>",
        "<title>افتتاح معرض الكتاب في المدينة | الأفق</title>",
        '<title>x</title><meta property="og:title" content="افتتاح معرض الكتاب في المدينة">',
        '<title>الأفق</title><meta property="og:title" content="افتتاح معرض الكتاب في المدينة | الأفق">'
        '<meta property="og:site_name" content="الأفق">',
        '<script type="application/ld+json">'
        '{"@type": "NewsArticle", "headline": "افتتاح معرض الكتاب في المدينة"}</script>',
    ],
)
def test_the_title_comes_without_the_name_of_the_site(head: str) -> None:
    assert parse_page(page(f"<p>{FIRST}</p>", head))["title"] == "افتتاح معرض الكتاب في المدينة"


def test_a_dash_in_a_headline_stays() -> None:
    head = '<meta property="og:title" content="مباراة الأهلي - الزمالك في القاهرة اليوم"><title>x</title>'
    assert parse_page(page(f"<p>{FIRST}</p>", head))["title"] == "مباراة الأهلي - الزمالك في القاهرة اليوم"


def test_json_ld_gives_date_author_source_and_section() -> None:
    linked = {
        "@graph": [
            {"@type": "WebPage", "name": "x"},
            {
                "@type": ["NewsArticle"],
                "headline": "افتتاح معرض الكتاب",
                "datePublished": "2018-03-05T14:20:00+03:00",
                "author": [{"@type": "Person", "name": "سعاد"}],
                "publisher": {"@type": "Organization", "name": "الأفق"},
                "articleSection": "ثقافة",
            },
        ]
    }
    found = parse_page(page(f"<p>{FIRST}</p>", f'<script type="application/ld+json">{json.dumps(linked)}</script>'))
    assert [found[k] for k in ("date", "author", "source", "category")] == [
        "2018-03-05T14:20:00+03:00",
        "سعاد",
        "الأفق",
        "ثقافة",
    ]


def test_broken_json_ld_is_passed_over() -> None:
    assert parse_page(page(f"<p>{FIRST}</p>", '<script type="application/ld+json">{"a": </script>'))["text"] == FIRST


def test_the_canonical_address_is_the_url() -> None:
    head = '<link rel="canonical" href="https://x.test/1"><meta property="og:url" content="https://x.test/?id=1">'
    assert parse_page(page(f"<p>{FIRST}</p>", head))["url"] == "https://x.test/1"


def test_a_page_without_a_body_gives_its_description() -> None:
    head = '<meta property="og:description" content="افتتح الوزير المعرض."><title>افتتاح المعرض</title>'
    assert parse_page(page("", head))["text"] == "افتتح الوزير المعرض."


def test_deep_nesting_is_no_danger() -> None:
    parse_page("<div>" * 20_000 + FIRST)


@pytest.mark.data
def test_nearly_all_crawled_pages_give_a_title_and_a_body(data_dir: Path, load: Callable[..., Load]) -> None:
    found = load(data_dir / "raw/html")
    assert len(found.articles) == 80
    assert all(article.title for article in found.articles)
    # The rest are front pages, lists and a forum: no article is on them.
    assert sum(len(article.text) >= 300 for article in found.articles) >= 70
