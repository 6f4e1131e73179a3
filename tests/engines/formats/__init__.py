"""An index of every released format, and the answers that it gave when it was made.

`python -m tests.engines.formats` makes the one of the format of today, once, when that is released.
"""
