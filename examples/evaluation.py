"""Does a setting find articles by their headlines better? `python examples/evaluation.py ARCHIVE`.

Each article is indexed without its headline, and the headline asked for: no judgments are needed. Here the setting is
the analyzer: does folding ة to ه help, or only lose?
"""

import sys

import searchnews
from searchnews import evaluation
from searchnews.arabic import Analyzer

MEASURE = "nDCG@10"


def measured(archive: str, analyzer: Analyzer) -> float:
    """Give the measure, over all headlines that can be asked."""
    made = evaluation.known_items(searchnews.read_articles(archive))
    bodies = map(evaluation.without_title, searchnews.read_articles(archive))
    with evaluation.temporary_index(bodies, analyzer=analyzer) as index:
        figures, _ = evaluation.evaluate(index, made.topics, made.qrels, measures=MEASURE)
    return figures.overall[MEASURE]


def main(archive: str) -> int:
    """Print the measure with the fold and without it."""
    settings = {
        "as it is": Analyzer("example"),
        "without teh-marbuta": Analyzer("example-apart", without=["teh-marbuta"]),
    }
    for name, analyzer in settings.items():
        print(f"{name:<22} {MEASURE} {measured(archive, analyzer):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
