"""A real index of a few articles, and a way to run commands on it."""

from __future__ import annotations

import searchnews
from searchnews.model import Article

ARTICLES = [
    Article(id="talks", title="محادثات السلام في جنيف", text="بدأت محادثات السلام بين الوفدين.", date="2018-01-05"),
    Article(id="more", title="المبعوث: محادثات السلام مستمرة", text="قال المبعوث ذلك.", date="2018-01-20"),
    Article(id="oil", title="أسعار النفط", text="ارتفعت أسعار النفط في الأسواق.", date="2018-02-02"),
    Article(id="gold", title="أسعار الذهب", text="انخفضت أسعار الذهب في الأسواق.", date="2018-02-03"),
]


def made(folder, articles=ARTICLES):
    """Make an index of articles in a folder and give its path."""
    with searchnews.create_index(folder) as index:
        index.add_many(articles)
    return str(folder)


def add(folder, *articles):
    """Add articles to the index in a folder."""
    with searchnews.open_index(folder) as index:
        index.add_many(articles)
