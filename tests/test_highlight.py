"""Highlights and snippets: what is marked, and what is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchnews import Index, Snippet, create_index, read_articles
from searchnews._matches import Finder
from searchnews.arabic import Analyzer, Token, analyzer
from searchnews.highlight import MAX_SNIPPET_CHARS, Highlighter, snippets, spans
from searchnews.model import Wanted
from searchnews.query import parse
from tests.query.vocabulary import Anything

pytestmark = pytest.mark.usefixtures("either_way")

GOLDEN = sorted((Path(__file__).parent / "golden" / "highlight").glob("*.txt"))
CORPUS = Path(__file__).parent.parent / "corpus"
NOTHING = Wanted()
LONGEST = MAX_SNIPPET_CHARS * 5 // 4 + 2  # and the two …


def wanted(query: str) -> Wanted:
    return parse(query, analyzer(), Anything()).wanted


def quoted(query: str, text: str, **options: int) -> list[Snippet]:
    return list(snippets(text, wanted(query), analyzer(), **options))


def marked(query: str, text: str, **options: int) -> list[str]:
    return [snippet.marked("[", "]") for snippet in quoted(query, text, **options)]


def words(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text, wanted(query), analyzer())]


def bracketed(query: str, text: str) -> str:
    return "\n\n".join(marked(query, text))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path):
    given_text, _, expected = path.read_text(encoding="utf-8").partition("\n# output\n")
    query, _, text = given_text.partition("\n---\n")
    assert bracketed(query, text) == expected.rstrip("\n")


# What is marked


def test_an_emoji_is_marked_in_any_tone():
    assert words("\U0001f44d", "أحسنتم\U0001f44d\U0001f3fd والله") == ["\U0001f44d\U0001f3fd"]


def test_a_word_is_marked_whole_with_its_marks_and_particles():
    assert words("محادثات السلام", "وبالمُحادَثاتِ، و«الســلامُ»!") == ["وبالمُحادَثاتِ", "الســلامُ"]


@pytest.mark.parametrize(("query", "word"), [("كبير", "كبببير"), ("رائع", "راااائع"), ("بضائع", "بضاعتها")])
def test_a_stretched_word_and_one_that_only_an_exception_leads_to_are_marked(query, word):
    assert words(query, f"قال إن {word} هناك") == [word]


def test_a_letter_by_itself_marks_no_word_that_has_it():
    assert words("ل", "قال لـ «ل»: لبنان") == ["لـ", "ل"]


def test_offsets_are_code_points_beyond_the_basic_plane_too():
    assert words("السلام", "😀😀 السلام 😀") == ["السلام"]


def test_a_phrase_is_marked_where_its_words_stand_side_by_side_only():
    assert words('"كأس العالم"', "العالم كأس. لكأس العالم. كأس من العالم") == ["لكأس", "العالم"]


def test_a_phrase_is_marked_in_a_hashtag():
    assert words('"كأس العالم"', "قبل #كأس_العالم") == ["كأس", "العالم"]


def test_overlapping_runs_of_a_phrase_are_marked_once():
    assert words('"ها ها"', "ها ها ها هو") == ["ها", "ها", "ها"]


def test_a_word_that_two_parts_of_a_query_want_is_marked_once():
    assert words('السلام "محادثات السلام" سلا*', "محادثات السلام") == ["محادثات", "السلام"]


def test_a_prefix_marks_words_that_begin_so_under_their_particles():
    assert words("كتا*", "كتاب والكتاب مكتبة بكتابه كتب") == ["كتاب", "والكتاب", "بكتابه"]


def test_what_is_left_out_is_not_marked():
    assert words("مصر -سوريا", "مصر وسوريا") == ["مصر"]


def test_nothing_wanted_marks_nothing():
    assert spans("محادثات السلام", NOTHING, analyzer()) == ()


# What is quoted


def test_no_text_has_no_snippet():
    assert quoted("مصر", "") == quoted("مصر", " \n\u2028 ") == quoted("مصر", "*** ... ---") == []


def test_no_snippet_is_given_where_none_is_asked_for():
    assert quoted("مصر", "مصر", limit=0) == []


def test_the_words_side_by_side_are_better_than_apart():
    apart, together = "وزير التربية ينفي ما نشر خارج البلاد " * 3, "وصل وزير الخارجية إلى العاصمة مساء أمس في زيارة."
    assert quoted("وزير الخارجية", f"{apart}.\n{together}", limit=1)[0].text == together


def test_a_passage_with_more_of_the_words_is_better_than_one_with_a_word_more_often():
    text = "القمح القمح القمح القمح القمح القمح القمح القمح القمح.\nارتفع سعر القمح."
    assert marked("سعر القمح", text, limit=1) == ["ارتفع [سعر] [القمح]."]


def test_of_equal_passages_the_first_is_taken():
    text = "في القمح خير كثير لأهل هذه القرية كلها.\nومن القمح يصنع الخبز في أفران المدينة."
    assert marked("القمح", text, limit=1) == ["في [القمح] خير كثير لأهل هذه القرية كلها."]


def test_snippets_stand_in_the_order_of_the_text():
    text = "مصر هنا.\nلا شيء.\nسوريا والعراق هناك."
    assert marked("سوريا العراق مصر", text) == ["[مصر] هنا.", "[سوريا] [والعراق] هناك."]


def test_a_second_snippet_must_show_something_new():
    assert len(quoted("مصر", "مصر هنا.\nوهناك مصر.\nوهنالك مصر.")) == 1


def test_a_paragraph_is_not_quoted_twice():
    text = "القمح غال والقمح نادر هذا العام في البلاد.\n" * 3
    assert len(quoted("القمح", text, limit=3)) == 1


def test_the_title_is_not_quoted_again_from_the_top_of_the_text():
    title = "ارتفاع جديد في أسعار القمح بالأسواق العالمية"
    text = f"{title}\nارتفعت أسعار القمح أمس للمرة الثالثة في شهر واحد."
    for query in ("القمح", "لا يوجد"):
        (snippet,) = snippets(text, wanted(query), analyzer(), title=title)
        assert snippet.text == "ارتفعت أسعار القمح أمس للمرة الثالثة في شهر واحد."


def test_a_text_that_is_only_the_title_again_is_quoted_all_the_same():
    (snippet,) = snippets("أسعار القمح ترتفع", wanted("القمح"), analyzer(), title="أسعار القمح ترتفع")
    assert snippet.marked("[", "]") == "أسعار [القمح] ترتفع"


def test_a_snippet_never_runs_over_two_paragraphs():
    assert marked("مصر", "مصر.\nسوريا.\rقطر.\u2028اليمن.") == ["[مصر]."]


def test_a_snippet_begins_with_the_sentence_that_matches_and_takes_the_next_with_it():
    text = "لا يذكر النص الأول البلد الذي نبحث عنه. أما الثاني فهو عن مصر وأهلها ونيلها وأهراماتها. وهذا هو الثالث."
    assert marked("مصر", text) == ["أما الثاني فهو عن [مصر] وأهلها ونيلها وأهراماتها. وهذا هو الثالث."]


def test_a_stump_takes_the_sentence_before_it():
    assert marked("مصر", "سئل الوزير عن وجهته المقبلة. قال: مصر.") == ["سئل الوزير عن وجهته المقبلة. قال: [مصر]."]


def test_a_sentence_a_little_long_stays_whole():
    text = f"مصر {'كلمة ' * 50}أخيرة."
    assert MAX_SNIPPET_CHARS < len(text) <= MAX_SNIPPET_CHARS * 5 // 4
    assert quoted("مصر", text)[0].text == text


def test_a_long_sentence_is_broken_off_with_an_ellipsis_at_a_comma():
    text = f"{'كلمة ' * 30}أولى، مصر {'كلمة ' * 30}ثانية، {'كلمة ' * 30}ثالثة."
    (snippet,) = quoted("مصر", text)
    assert snippet.text.startswith("…مصر ")
    assert snippet.text.endswith("ثانية…")


def test_words_side_by_side_are_not_torn_apart():
    for shift in range(60):
        text = f"{'كلمة ' * (20 + shift)}محادثات السلام {'كلمة ' * 80}"
        assert "[محادثات] [السلام]" in marked('"محادثات السلام"', text)[0]


def test_an_initial_does_not_end_a_sentence():
    text = "قال د. سامي حداد وأ.د. منى نجم إن اللقاح آمن."
    assert quoted("اللقاح", f"قبل ذلك بعام كامل وأسبوعين ويوم واحد لم يكن أحد يعلم شيئاً عنه.\n{text}")[0].text == text


def test_a_semicolon_at_the_end_gives_way_to_an_ellipsis():
    text = f"ارتفعت أسعار مصر؛ {'وكلمة ' * 40}"
    assert marked("مصر", text) == ["ارتفعت أسعار [مصر]…"]


def test_a_text_without_a_space_is_cut_between_words():
    text = "،".join(["مصر", *["كلمة"] * 5_000])
    (snippet,) = quoted("مصر", text)
    assert len(snippet.text) <= LONGEST
    assert snippet.marked("[", "]").startswith("[مصر]،")
    assert snippet.text.removesuffix("…").endswith("كلمة")


@pytest.mark.parametrize(
    "text",
    [
        "كلمة " * 200_000 + "مصر",
        "كلمة" * 250_000,
        "مصر " * 100_000,
        "مصر. " * 100_000,
        "." * 500_000 + "مصر",
        ". " * 250_000 + "مصر",
        "." + "»" * 500_000 + "مصر",
        " " * 500_000 + "مصر",
        "\n" * 500_000 + "مصر",
        "،" * 500_000 + "مصر",
    ],
    ids=lambda text: repr(text[:6]),
)
def test_monstrous_texts_are_quoted_in_good_time(text):
    for snippet in quoted('مصر كلم* "مصر مصر"', text, limit=100):
        assert len(snippet.text) <= LONGEST + 255  # a token is at most so long


def test_a_long_phrase_of_one_word_is_found_in_a_long_text_of_it():
    wish = Wanted(phrases=((frozenset({"ها"}),) * 500,))
    assert len(spans("ها " * 50_000, wish, analyzer())) == 50_000


def test_a_text_without_white_space_is_tokenized_at_most_once():
    class Counting(Analyzer):
        calls = 0

        def tokenize(self, text: str) -> list[Token]:
            self.calls += 1
            return super().tokenize(text)

    counting = Counting("counting")
    for text, calls in (("محادثات السلام. " * 50, 0), ("محادثات،السلام،" * 500, 1)):
        assert snippets(text, wanted('محادثات "السلام"'), counting, limit=9)
        assert counting.calls == calls


def test_a_letter_that_is_none_yet_does_no_harm():
    assert snippets("\ufd90", Wanted(stems=frozenset({"\ufd90"})), analyzer()) == ()


# What always holds

PIECES = ["محادثات", "السَّلام", "ومصر", "كتاب", "كأس", "العالم", "#كأس_العالم", "https://example.org/a", "COVID-19", "د"]
PIECES += list(' \n.،؛؟!…»«"()-\u0651\u200f\u2028\u00a0😀') + [" "] * 12 + ["3.5", "كلمةطويلة" * 40, "\ud800"]
PIECES += [
    "U.S.",
    "us",
    "CAFÉ",
    "cafe\u0301",
    "1,234.5",
    "١٬٢٣٤٫٥",
    "ﻣﺤﺎﺩﺛﺎﺕ",
    "ــ",
    "وبالقوات",
    "مبارياتهم",
    "مصر\u0640",
    "؟",
    "?",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=150).map("".join) | st.text(max_size=300)
QUERIES = st.sampled_from(
    [
        "محادثات السلام",
        '"محادثات السلام"',
        "كتا* مصر",
        '"كأس العالم" العالم',
        "19 3.5 كلم*",
        "US 1234.5 café",
        "قوة مباراة",
    ]
)


@settings(deadline=None, max_examples=300)
@given(TEXTS, QUERIES, st.integers(1, 4), st.integers(1, 300))
@example("محادثات،السلام" * 100, "محادثات السلام", 4, 40)
@example("؛«محادثاتمحادثات", "محادثات السلام", 1, 1)
def test_snippets_quote_the_text_and_mark_whole_words(text, query, limit, max_chars):
    wish = wanted(query)
    found = snippets(text, wish, analyzer(), limit=limit, max_chars=max_chars)
    assert len(found) <= limit
    assert len({snippet.text for snippet in found}) == len(found)
    for snippet in found:
        bare = snippet.text if snippet.text in text else snippet.text.removeprefix("…")
        bare = bare if bare in text else bare.removesuffix("…")
        assert bare
        assert bare in text
        assert "\n" not in bare
        assert len(snippet.text) <= max_chars * 5 // 4 + 2 + 255
        borders = {(token.start, token.end) for token in analyzer().tokenize(snippet.text)}
        ends = [0]
        for start, end in snippet.highlights:
            assert (start, end) in borders
            assert ends[-1] <= start
            ends.append(end)


@settings(deadline=None, max_examples=150)
@given(TEXTS, QUERIES)
def test_a_text_with_a_match_has_a_marked_snippet(text, query):
    wish = wanted(query)
    assert bool(spans(text, wish, analyzer())) == any(s.highlights for s in snippets(text, wish, analyzer()))


@pytest.mark.parametrize("between", [" ", "ـ", "ﷺ", "—", "\u064b", "\ufe70", "😀", "قال", "5", "é", "."])
def test_what_stands_between_two_words_parts_them_where_it_is_a_token(between):
    text = f"محادثات {between} السلام"
    one, other = Finder(wanted("محادثات السلام"), analyzer()).find(text)
    assert other.place - one.place == 1 + len(analyzer().tokenize(between))


@settings(deadline=None, max_examples=300)
@given(
    TEXTS, st.lists(st.sampled_from(["محادثات", "السلام", "مصر", "كاس", "العالم", "2018", "19"]), max_size=3), QUERIES
)
def test_found_is_what_a_look_at_each_token_finds(text, phrase, query):
    wish = wanted(query)._replace(phrases=(tuple(frozenset({word}) for word in phrase),) if phrase else ())
    tokens = [(token, analyzer().forms(token.text)) for token in analyzer().tokenize(text)]
    found = {
        token
        for token, forms in tokens
        if forms.stem in wish.stems or forms.surface.startswith(wish.prefixes) or forms.stem.startswith(wish.prefixes)
    }
    plain = [pair for pair in tokens if pair[0].kind != "hashtag"]
    for start in range(len(plain) - len(phrase) + 1):
        run = plain[start : start + len(phrase)]
        if [forms.surface for _, forms in run] == phrase:
            found |= {token for token, _ in run}
    matches = Finder(wish, analyzer()).find(text)
    assert {(match.start, match.end) for match in matches} == {(token.start, token.end) for token in found}
    assert matches == sorted(matches, key=lambda match: (match.start, -match.end))
    # Side by side in the text is side by side in the matches, and only that.
    places = {(token.start, token.end): token.position for token in found}
    for one, other in pairwise(matches):
        true = places[other.start, other.end] - places[one.start, one.end]
        assert other.place - one.place == true if true < 2 else 2 <= other.place - one.place <= true


@settings(deadline=None, max_examples=150)
@given(st.lists(TEXTS, max_size=4), QUERIES)
def test_one_highlighter_for_many_texts_gives_what_one_for_each_gives(texts, query):
    wish = wanted(query)
    highlighter = Highlighter(wish, analyzer())
    for text in [*texts, *texts]:
        assert highlighter.spans(text) == spans(text, wish, analyzer())
        assert highlighter.snippets(text, title=text[:20]) == snippets(text, wish, analyzer(), title=text[:20])


@settings(deadline=None, max_examples=150)
@given(TEXTS, QUERIES)
def test_spans_are_tokens_sorted_and_apart(text, query):
    found = spans(text, wanted(query), analyzer())
    assert set(found) <= {(token.start, token.end) for token in analyzer().tokenize(text)}
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with create_index(tmp_path_factory.mktemp("corpus")) as index:
        index.add_many(read_articles(CORPUS))
        yield index


ASKED = (
    "محادثات السلام الوفد جنيف المبعوث الهدنة لبنان اللبنانية مصر القاهرة تونس الجزائر المغرب العراق فلسطين الأردن",
    "ألمانيا ألماني برلين إيران الوزير وزراء الحكومة البرلمان الموازنة القانون المحكمة القاضي المدرسة مدارس التلاميذ",
    "الجامعة الطلاب الكتاب الكتب المكتبة مخطوطات الخط المعرض السينما الأغاني القمح الخبز الأسعار البنك القروض الطاقة",
    "الشمسية الكهرباء المياه الأهوار السيول الثلج الحرارة المستشفى اللقاح كورونا الحصبة المنتخب المباراة السباق",
    "السياحة القطار الطائرة الهاتف الذكاء الروبوت القمر",
)


@pytest.mark.parametrize("query", " ".join(ASKED).split())
def test_every_hit_of_a_word_is_marked_in_its_title_or_a_snippet(corpus, query):
    for hit in corpus.search(query, limit=10):
        assert hit.title_highlights or any(snippet.highlights for snippet in hit.snippets), hit.title
        for snippet in hit.snippets:
            assert snippet.text.removeprefix("…").removesuffix("…") in hit.article.text
