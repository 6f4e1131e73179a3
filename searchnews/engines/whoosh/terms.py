"""Terms and values as the bytes that they are kept as."""

from __future__ import annotations

__all__ = ["encode", "encode_all", "term_bytes"]


def encode(text: str) -> bytes:
    """Give the bytes of a term or value. Lone surrogates, which dirty archives hold, pass through."""
    return text.encode("utf-8", "surrogatepass")


def encode_all(texts: list[str]) -> list[bytes]:
    """Give what `encode` gives of each, for many at once: hardly any term or value has a line break in it."""
    joined = encode("\n".join(texts)).split(b"\n")
    return joined if len(joined) == len(texts) else [encode(text) for text in texts]


def term_bytes(text: str | bytes) -> bytes:
    """Give the bytes of a query's term."""
    return text if isinstance(text, bytes) else encode(text)
