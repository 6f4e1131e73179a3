"""How much of an article comes out of a saved web page, and how little else: `python -m benchmarks.html`."""
