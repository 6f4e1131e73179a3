"""Make the fixture of today's format out of some articles of corpus/, and write down what it answers."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import islice
from pathlib import Path

import searchnews
from searchnews.engines.whoosh.contents import FORMAT
from tests.engines.formats.answers import ask

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent.parent / "corpus"


def main() -> None:
    """Make an index of three segments, one with a deleted document and one with a replaced one."""
    place = HERE / str(FORMAT)
    shutil.rmtree(place, ignore_errors=True)
    # By their places in corpus/: where the project lies is nobody's business.
    articles = [_placed(article) for article in islice(searchnews.read_articles(CORPUS), 12)]
    with searchnews.create_index(place / "index", engine="whoosh") as index:
        index.add_many(articles[:8])
        index.add_many(articles[8:11])
        index.add_many([articles[11], searchnews.Article(id=articles[0].id, title=articles[0].title)])
        index.delete(articles[9].id)
    (place / "index" / "writer.lock").unlink()
    text = json.dumps(ask(str(place / "index")), ensure_ascii=False, indent=1)
    (place / "answers.json").write_text(text + "\n", encoding="utf-8")


def _placed(article: searchnews.Article) -> searchnews.Article:
    place = Path(article.path or "").relative_to(CORPUS.parent).as_posix()
    return replace(article, id=article.id or article.url or place, path=place)


if __name__ == "__main__":
    main()
