import pytest

from searchnews.model import Article, Explanation, Hit, Results, Snippet, Span


def spans(text, *words):
    return tuple(sorted(Span(text.index(word), text.index(word) + len(word)) for word in words))


@pytest.fixture
def found():
    """Two of 131 matches: one known in full, one of which nothing is known but its text."""
    title = "استئناف محادثات السلام في جنيف"
    text = "بدأت أمس محادثات السلام بين الأطراف، بنسبة 35% (تقريباً)."
    full = Article(
        id="7f3a", title=title, text=text, date="2018-03-05T14:20:00+03:00", source="الجزيرة نت",
        author="ليلى", category="سياسة", url="https://example.org/1",
    )  # fmt: skip
    bare = Article(id="9d", text="#محادثات_السلام تتصدر")
    return Results(
        "محادثات السلام",
        131,
        12.3456,
        (
            Hit(
                1,
                18.4231,
                full,
                (Snippet(text, spans(text, "محادثات", "السلام")),),
                spans(title, "محادثات", "السلام"),
            ),
            Hit(2, 1.25, bare, (Snippet(bare.text, spans(bare.text, "محادثات", "السلام")),)),
        ),
        explanations={"9d": (Explanation("السلام", "stem", "سلام", 1.0),)},
    )
