"""Results, reports and figures turned into text: JSON, plain lines, terminal pages.

Every function here takes plain data (`searchnews.model`) and gives a string or JSON-ready values; nothing is
written anywhere. This file imports nothing, so that asking for JSON does not pay for rich.
"""
