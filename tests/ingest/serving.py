"""A web server on loopback that misbehaves as it is told."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>وكالة الأفق</title>
<item><title>محادثات السلام</title><link>https://news.example/1</link><guid>g1</guid>
<pubDate>Mon, 05 Mar 2018 10:00:00 GMT</pubDate><description>بدأت محادثات السلام في جنيف.</description></item>
<item><title>بلا عنوان على الشبكة</title><description>خبر لا رابط له ولا معرّف.</description></item>
</channel></rss>""".encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name, _, argument = self.path.lstrip("/").partition("?")
        getattr(self, f"send_{name}", self.send_missing)(argument)

    def send_body(self, body, *, status=200, **headers):
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_feed(self, argument):
        self.send_body(RSS)

    def send_packed(self, argument):
        self.send_body(gzip.compress(RSS), Content_Encoding="gzip")

    def send_cut(self, argument):
        self.send_body(gzip.compress(RSS)[:-20], Content_Encoding="gzip")

    def send_bomb(self, argument):
        self.send_body(gzip.compress(bytes(1 << 24)), Content_Encoding="gzip")

    def send_endless(self, argument):
        self.send_response(200)
        self.end_headers()
        with_time = time.monotonic() + 20
        try:
            while time.monotonic() < with_time:
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    def send_slow(self, argument):
        """Trickle the headers: a byte now and then, so that no single wait is long."""
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def send_to(self, argument):
        self.send_body(b"", status=302, Location=argument)

    def send_loop(self, argument):
        self.send_body(b"", status=301, Location="/loop")

    def send_page(self, argument):
        self.send_body("<html><body><p>ليست خلاصة</p></body></html>".encode())

    def send_missing(self, argument):
        self.send_body(b"", status=404)


@contextmanager
def server() -> Iterator[ThreadingHTTPServer]:
    """Serve on a free port of loopback; `asked` has the paths and headers of the requests."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.asked = []
    made.url = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
