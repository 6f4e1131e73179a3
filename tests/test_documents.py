"""What is kept of an article comes back as it was."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from searchnews._documents import pack
from searchnews.model import Article


def unpacked(*articles):
    return [json.loads(packed.decode("cp1256")) for packed in pack(articles)]


@given(st.lists(st.text(st.characters() | st.sampled_from('"\\\n\r\t\0\x1f')), min_size=1, max_size=4))
@example(['قال: "نعم\\لا"\nثم\tمضى', "👍", "سطر\u2028آخر"])
@example(["\ud800 بديل وحيد", "نص"])
def test_texts_are_packed_as_json(texts):
    assert unpacked(*(Article(id="1", text=text) for text in texts)) == [{"id": "1", "text": text} for text in texts]


def test_an_article_of_a_text_alone_is_packed():
    assert unpacked(Article(text="نص")) == [{"text": "نص"}]
