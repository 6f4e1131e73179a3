"""Ask an index and print what it has: `python examples/search.py INDEX QUERY`."""

import sys

import searchnews


def main(folder: str, query: str) -> int:
    """Print the best five hits with their passages, the words that match in brackets."""
    with searchnews.open_index(folder) as index:
        try:
            results = index.search(query, limit=5)
        except searchnews.QueryError as error:
            print(f"{error.reason}: {error.query[error.offset :]}", file=sys.stderr)
            return 2
    for hit in results:
        print(f"{hit.rank}. {hit.title} ({hit.date or 'بلا تاريخ'})")
        for snippet in hit.snippets:
            print("   ", snippet.marked("[", "]"))
    print(f"{results.total} في {results.took_ms:.0f} م.ث")
    return 0 if results.total else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
