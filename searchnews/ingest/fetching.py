"""Getting a file from the web, as someone who trusts no one there.

Only http and https; only public addresses, unless private ones are allowed. A name is resolved once, every address that
it has is checked, and the connection goes to one of these: a name that points elsewhere a moment later leads nowhere
else. Each redirect is a new address that is checked like the first. Invariants: bounded time, size (unpacked too) and
redirects; nothing of the environment (proxies, cookies, passwords) is sent.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from searchnews._version import __version__
from searchnews.errors import FetchError

__all__ = ["MAX_BYTES", "MAX_REDIRECTS", "Fetched", "fetch", "is_address"]

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_REDIRECTS: Final = 5
TIMEOUT_S: Final = 30.0

_SCHEMES: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES: Final = 64 * 1024
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
_HEADERS: Final = {
    "User-Agent": f"searchnews/{__version__}",
    "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class Fetched(NamedTuple):
    """A file from the web: the address that it came from in the end, and its bytes."""

    url: str
    body: bytes


class _Limits(NamedTuple):
    """What one fetch may take: a point in time, and bytes."""

    deadline: float
    max_bytes: int

    def left(self, url: str) -> float:
        """Give the seconds that are left; `FetchError` where there are none."""
        seconds = self.deadline - monotonic()
        if seconds <= 0:
            raise FetchError("it took too long", url=url)
        return seconds


def is_address(text: str) -> bool:
    """Say whether a text is an address, perhaps one that is not asked, rather than the name of a file."""
    return "://" in text


def fetch(
    url: str, *, allow_private: bool = False, timeout_s: float = TIMEOUT_S, max_bytes: int = MAX_BYTES
) -> Fetched:
    """Get what an address has, following at most `MAX_REDIRECTS`, in `timeout_s` seconds for all of it together.

    `FetchError` for an address that is none, that is private, or that does not answer with a file; for one that takes
    longer, or is larger, than it may.
    """
    limits = _Limits(monotonic() + timeout_s, max_bytes)
    for _ in range(MAX_REDIRECTS + 1):
        answer = _get(url, limits, allow_private=allow_private)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise FetchError(f"it is redirected more than {MAX_REDIRECTS} times", url=url)


def _get(url: str, limits: _Limits, *, allow_private: bool) -> Fetched | str:
    """Ask once; give the file, or the address to ask instead."""
    parts = _parts(url)
    try:
        address = _address(parts, url, allow_private=allow_private)
        with _connection(parts, address, limits, url) as connection:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", _quoted(target), headers=_HEADERS)
            with connection.getresponse() as answer:
                if answer.status in _REDIRECTS and (location := answer.headers.get("Location")):
                    return urljoin(url, location)
                if answer.status != 200:
                    raise FetchError(f"the server answers {answer.status} {answer.reason}", url=url)
                body = b"".join(_body(answer, limits, url))
            limits.left(url)  # what was cut off by the clock ends early
            return Fetched(url, body)
    except (OSError, HTTPException, zlib.error, UnicodeError, ValueError) as error:
        limits.left(url)
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FetchError(f"it cannot be read: {reason}", url=url) from error


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"that is no address ({error})", url=url) from error
    if parts.scheme not in _SCHEMES or not parts.hostname or port == 0:
        raise FetchError("that is no address of the web; give one that begins with http:// or https://", url=url)
    if parts.username is not None:
        raise FetchError("an address with a name or a password in it is not asked", url=url)
    return parts


def _address(parts: SplitResult, url: str, *, allow_private: bool) -> tuple[str, int]:
    """Resolve the host; give the number to connect to, if all that it has may be connected to."""
    host = parts.hostname or ""
    port = parts.port or _SCHEMES[parts.scheme]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [str(entry[4][0]) for entry in found]
    for number in numbers:
        if not allow_private and not _is_public(number):
            raise FetchError(f"{host} is {number}, no public address; allow it with --allow-private", url=url)
    return numbers[0], port


def _is_public(number: str) -> bool:
    """Say whether a number is one of the public internet, also where it wraps one of IPv4."""
    address = ipaddress.ip_address(number.partition("%")[0])
    inner: ipaddress.IPv4Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in ipaddress.IPv6Network("64:ff9b::/96"):  # NAT64
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None and not _is_public(str(inner)):
        return False
    return (address.is_global or inner is not None) and not address.is_multicast


@contextmanager
def _connection(parts: SplitResult, address: tuple[str, int], limits: _Limits, url: str) -> Iterator[HTTPConnection]:
    """Connect to the number that was checked, under the name that was asked for, until the time is over."""
    host, is_secret = parts.hostname or "", parts.scheme == "https"
    kind = HTTPSConnection if is_secret else HTTPConnection
    with socket.create_connection(address, timeout=limits.left(url)) as plain, ExitStack() as stack:
        sock = plain
        if is_secret:
            sock = stack.enter_context(ssl.create_default_context().wrap_socket(plain, server_hostname=host))
        # A timeout of the socket begins anew with each byte: a server that trickles is cut off by a clock of its own.
        clock = Timer(limits.left(url), _cut, [sock])
        clock.daemon = True
        clock.start()
        stack.callback(clock.cancel)
        connection = kind(host, address[1])
        connection.sock = sock
        yield connection


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        sock.shutdown(socket.SHUT_RDWR)


def _body(answer: HTTPResponse, limits: _Limits, url: str) -> Iterator[bytes]:
    """Read the body, unpacked, piece by piece, as far as it may be large."""
    packed = (answer.headers.get("Content-Encoding") or "").lower() in ("gzip", "x-gzip", "deflate")
    unpack = zlib.decompressobj(_GZIP_OR_ZLIB) if packed else None
    size = 0
    while piece := answer.read1(_CHUNK_BYTES):
        while piece:
            out = unpack.decompress(piece, _CHUNK_BYTES) if unpack else piece
            piece = unpack.unconsumed_tail if unpack else b""
            size += len(out)
            if size > limits.max_bytes:
                raise FetchError(f"it is larger than {limits.max_bytes:,} bytes", url=url)
            yield out
    if unpack:
        yield unpack.flush()
        if not unpack.eof:
            limits.left(url)
            raise FetchError("it ends before it is whole", url=url)


def _quoted(target: str) -> str:
    """Write what an address may not hold, such as Arabic letters and blanks, as it may."""
    from urllib.parse import quote

    return quote(target, safe="%/:=&?~#+!$,;'@()*[]")
