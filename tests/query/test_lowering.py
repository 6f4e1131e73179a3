"""What words, phrases, prefixes and operators find: asked of an engine that only counts, and of the real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchnews import Article, Index, QueryError, create_index
from searchnews.arabic import analyzer
from searchnews.query import parse
from searchnews.query.lowering import MAX_ALL_EXPANSIONS, MAX_EXPANSIONS, MAX_GUESSES
from tests.query.articles import ARTICLES
from tests.query.test_parser import ANY_TEXT
from tests.query.vocabulary import Vocabulary


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = None if request.param == "memory" else tmp_path_factory.mktemp("asked")
    with create_index(path, engine=request.param) as made:
        made.add_many(ARTICLES)
        yield made


def found(index: Index, query: str) -> set[str]:
    return {hit.id for hit in index.search(query, limit=100, strict=True)}


def first(index: Index, query: str) -> str:
    return index.search(query, limit=1)[0].id


def test_any_of_the_words_is_enough(index):
    assert found(index, "القمح جنيف") == {"talks", "talks-marked", "text-only", "wheat", "not-talks"}


def test_the_more_words_match_the_better_the_rank(index):
    assert first(index, "أسعار القمح") == "wheat"
    assert first(index, "معرض القاهرة للكتاب") == "fair"


def test_a_word_finds_its_inflections(index):
    assert found(index, "لقاح") == {"virus"}
    assert found(index, "ارتفاعات") == found(index, "ارتفاع")
    assert found(index, "الوزير") == found(index, "وزيرة") == {"talks-clitics", "not-talks", "fair", "school", "cup"}


def test_words_in_the_text_and_in_the_title_both_count(index):
    assert found(index, "تأجيل") == {"title-only"}
    assert found(index, "عنوان") == {"text-only"}


def mended(index: Index, query: str) -> set[str]:
    return {hit.id for hit in index.search(query, limit=100)}


def test_a_word_whose_stem_no_article_has_is_looked_for_by_its_root(index):
    assert mended(index, "يتاجر") == found(index, "تجارة") == {"not-talks"}
    assert found(index, "يتاجر") == set()


def test_a_root_that_is_looked_for_is_told(index):
    assert index.search("يتاجر").corrections == (("يتاجر", "تجر", True),)


def test_words_run_together_are_looked_for_apart(index):
    assert mended(index, "محادثاتالسلام") == found(index, "محادثات السلام")
    assert index.search("محادثاتالسلام").corrections == (("محادثاتالسلام", "محادثات السلام", False),)


@pytest.fixture(scope="module")
def variants() -> Iterator[Index]:
    texts = ["زار بغداد في كانون الثاني", "زار دمشق في يناير", "الملك عبدالعزيز", "الملك عبد العزيز", "عبد الله وعزيز"]
    with create_index(None, engine="memory") as made:
        made.add_many(Article(id=str(n), text=text) for n, text in enumerate(texts))
        yield made


def order(index: Index, query: str) -> list[str]:
    return [hit.id for hit in index.search(query, limit=100)]


def test_a_month_is_found_by_its_other_names(variants):
    assert mended(variants, "يناير") == {"0", "1"}
    assert mended(variants, "كانون الثاني") == {"0", "1"}
    assert found(variants, "يناير") == mended(variants, "+يناير") == {"1"}


def test_compound_names_are_found_together_and_apart(variants):
    assert mended(variants, "عبدالعزيز") == {"2", "3"}
    assert mended(variants, "عبد العزيز") == {"2", "3", "4"}
    assert set(order(variants, "عبد العزيز")[:2]) == {"2", "3"}
    assert mended(variants, "عبد AND العزيز") == {"3", "4"}


def test_a_slip_of_the_pen_is_mended_where_no_article_has_the_word(index):
    assert mended(index, "القاهيرة") == found(index, "القاهرة")
    assert index.search("القاهيرة").corrections == (("القاهيرة", "القاهره", False),)


def test_a_word_that_is_there_is_not_corrected(index):
    assert index.search("القاهرة محادثات").corrections == ()


def test_no_more_than_a_few_words_are_guessed_at(index):
    assert len(index.search("القاهيرة " * 50).corrections) <= MAX_GUESSES


@pytest.mark.parametrize("query", ["+القاهرة +لقاح +جنيف", '"السلام محادثات"', "title:عنوان", "القمح AND جنيف"])
def test_a_query_without_a_match_is_asked_again_with_fewer_conditions(index, query):
    results = index.search(query, limit=100)
    assert results.asked
    assert {hit.id for hit in results} == found(index, results.asked) != set()
    assert index.search(query, strict=True).asked == ""


def test_what_is_to_be_left_out_stays_out_when_a_query_is_asked_again(index):
    assert "wheat" not in mended(index, '"جنيف القمح" -أسعار')


def test_a_query_that_no_plainer_one_mends_has_no_match(index):
    results = index.search("+قغصثقغ")
    assert (results.total, results.asked) == (0, "")


def test_stop_words_find_nothing_by_themselves_beside_others(index):
    assert found(index, "لقاح في") == {"virus"}
    assert found(index, "لقاح (في)") == {"virus"}


def test_a_query_of_stop_words_only_finds_them(index):
    assert found(index, "في") == {"talks", "fair", "school", "wheat", "nineteen", "cup"}


def test_stop_words_count_where_a_sign_governs_them(index):
    assert found(index, "+في القمح") == found(index, "في")
    assert found(index, "القمح -في") == {"not-talks"}
    assert found(index, "القمح AND في") == {"wheat"}


def test_a_phrase_is_its_words_side_by_side(index):
    assert found(index, '"محادثات السلام"') == {"talks", "talks-marked", "talks-clitics"}


def test_a_phrase_is_as_written_in_number_and_article(index):
    assert found(index, '"محادثة السلام"') == set()
    assert found(index, '"المحادثات السلام"') == set()


def test_the_words_of_a_phrase_keep_their_order(index):
    assert found(index, '"السلام محادثات"') == set()


def test_particles_may_stand_before_the_first_word_of_a_phrase(index):
    assert found(index, '"محادثات السلام وحدها"') == {"talks-clitics"}
    assert found(index, '"القاهرة الدولي الكتاب"') == set()
    assert found(index, '"كتاب"') == set()
    assert found(index, '"الكتاب"') == {"fair", "title-only"}


def test_a_phrase_with_a_particle_asks_for_it(index):
    assert found(index, '"لمحادثات السلام"') == {"talks-clitics"}


def test_a_phrase_may_hold_stop_words(index):
    assert found(index, '"في جنيف"') == {"talks"}
    assert found(index, '"إلى جنيف"') == {"talks-marked"}


def test_a_phrase_does_not_run_from_the_title_into_the_text(index):
    assert found(index, '"القمح ترتفع"') == {"wheat"}
    assert found(index, '"ترتفع ارتفعت"') == set()


def test_a_phrase_runs_over_punctuation(index):
    assert found(index, '"الدولي للكتاب وتشارك"') == {"fair"}


def test_a_phrase_finds_a_hashtag_of_its_words(index):
    assert found(index, '"كأس العالم"') == found(index, '"#كأس_العالم"') == {"cup"}


def test_plus_has_to_match_and_the_rest_only_ranks(index):
    assert found(index, "+القاهرة جنيف") == {"talks-marked", "fair", "virus", "text-only"}
    assert index.search("+القاهرة جنيف")[0].id in {"talks-marked", "text-only"}


def test_minus_and_not_leave_out(index):
    assert found(index, "القاهرة -جنيف") == found(index, "القاهرة NOT جنيف") == {"fair", "virus"}
    assert found(index, "القاهرة AND NOT جنيف") == {"fair", "virus"}


def test_minus_leaves_out_a_phrase_and_a_bracket(index):
    assert found(index, 'محادثات -"محادثات السلام"') == {"not-talks"}
    assert found(index, "القاهرة -(معرض OR لقاح)") == {"talks-marked", "text-only"}


def test_a_word_of_several_parts_is_left_out_as_a_whole(index):
    assert found(index, "القاهرة عاماً -COVID-19") == found(index, "القاهرة عاماً") - {"virus"}
    assert "nineteen" in found(index, "القاهرة عاماً -COVID-19")


def test_a_word_of_several_parts_has_to_match_as_a_whole(index):
    assert found(index, "+COVID-19") == found(index, "COVID-19 AND القاهرة") == {"virus"}
    assert found(index, "COVID-19") == {"virus", "nineteen"}


def test_and_binds_closer_than_or(index):
    assert found(index, "قمح AND أسعار OR لقاح") == {"wheat", "not-talks", "virus"}
    assert found(index, "لقاح OR قمح AND ترتفع") == {"wheat", "virus"}
    assert found(index, "(لقاح OR قمح) AND ترتفع") == {"wheat"}


def test_the_title_field_looks_in_titles_only(index):
    assert found(index, "title:القاهرة") == found(index, "العنوان: القاهرة") == {"fair"}
    assert found(index, 'title:"معرض الكتاب"') == {"fair", "title-only"}
    assert found(index, "title:(القمح OR لقاح)") == {"wheat", "virus"}
    assert found(index, "title:لقا*") == {"virus"}


def test_the_title_field_governs_one_thing(index):
    assert found(index, "title:القمح جنيف") == {"wheat", "talks", "talks-marked", "text-only"}


def test_a_prefix_finds_words_as_written_and_without_their_particles(index):
    assert found(index, "كتا*") == {"fair", "title-only"}
    assert found(index, "مكتب*") == {"fair"}
    assert found(index, "للكت*") == {"fair"}


def test_a_prefix_ranks_by_how_much_an_article_is_about_it(index):
    assert index.search("كتا*")[0].title_highlights


def test_a_prefix_of_too_many_words_is_refused():
    words = [f"كتا{n}" for n in range(MAX_EXPANSIONS + 1)]
    assert parse("كتا*", analyzer(), Vocabulary(words[:-1]))
    with pytest.raises(QueryError, match="more than 2,000 words begin with كتا") as caught:
        parse("مصر كتا*", analyzer(), Vocabulary(words))
    assert caught.value.offset == 4


def test_prefixes_of_too_many_words_together_are_refused():
    starts = [a + b for a in "بتجحد" for b in "رزسش"]
    words = [f"{start}{n}" for start in starts for n in range(MAX_ALL_EXPANSIONS // 2 // len(starts))]
    assert parse(" ".join(f"{start}*" for start in starts), analyzer(), Vocabulary(words))
    with pytest.raises(QueryError, match="too many words"):
        parse(" ".join(f"{start}*" for start in [*starts, starts[0]]), analyzer(), Vocabulary(words))


def test_the_parts_of_a_word_before_a_prefix_have_to_match(index):
    assert found(index, "#كأس_الع*") == {"cup"}
    assert found(index, "#لقاح_الع*") == set()


def test_evidence_never_changes_what_matches(index):
    for query in ("القمح جنيف", "+القاهرة جنيف", '"محادثات السلام"', "title:القاهرة"):
        ids = found(index, query)
        assert index.search(query, limit=0).total == len(ids)


@pytest.mark.parametrize(
    "query", ["محادثات", "أسعار القمح", '"محادثات السلام"', "+القاهرة -جنيف", "كتا*", "title:معرض"]
)
def test_every_hit_is_highlighted_somewhere(index, query):
    for hit in index.search(query, limit=100):
        assert hit.title_highlights or any(snippet.highlights for snippet in hit.snippets)


# Set algebra is what the operators mean; single words say which articles hold them.
WORDS = ["القاهرة", "جنيف", "القمح", "وزير", "لقاح", "الكتاب", "قطيفة", '"محادثات السلام"', "title:معرض", "كت*"]
TREES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.tuples(st.sampled_from(["AND", "OR", "AND NOT", "+", "-"]), inner, inner),
    max_leaves=8,
)


def text_of(tree: str | tuple[str, ...]) -> str:
    if isinstance(tree, str):
        return tree
    sign, one, other = tree
    if sign in "+-":
        return f"(+{text_of(one)} {sign.replace('+', '')}{text_of(other)})"
    return f"({text_of(one)} {sign} {text_of(other)})"


def meaning_of(index: Index, tree: str | tuple[str, ...]) -> set[str]:
    if isinstance(tree, str):
        return found(index, tree)
    sign, one, other = tree[0], meaning_of(index, tree[1]), meaning_of(index, tree[2])
    return {"AND": one & other, "OR": one | other, "AND NOT": one - other, "+": one, "-": one - other}[sign]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_operators_mean_what_sets_do(index, tree):
    assert found(index, text_of(tree)) == meaning_of(index, tree)


@settings(deadline=None, max_examples=150)
@given(ANY_TEXT)
def test_every_query_that_is_understood_runs(index, text):
    try:
        results = index.search(text, limit=20)
    except QueryError:
        return
    assert results.total >= len(results)
