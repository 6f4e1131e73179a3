"""What is kept of an article comes back as it was."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from searchnews._documents import pack
from searchnews.model import Article


@given(st.text(st.characters() | st.sampled_from('"\\\n\r\t\0\x1f')))
@example('قال: "نعم\\لا"\nثم\tمضى')
@example("\ud800 بديل وحيد")
def test_a_text_is_packed_as_json(text):
    assert json.loads(pack(Article(id="1", text=text)).decode("cp1256")) == {"id": "1", "text": text}


def test_an_article_of_a_text_alone_is_packed():
    assert json.loads(pack(Article(text="نص")).decode("cp1256")) == {"text": "نص"}
