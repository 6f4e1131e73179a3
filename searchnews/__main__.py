"""`python -m searchnews` is the same as `searchnews`."""

from searchnews.cli import main

main()
