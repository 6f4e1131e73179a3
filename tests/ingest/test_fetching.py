"""Getting a file from the web, and feeds from it."""

from __future__ import annotations

import socket
import sys

import pytest

from searchnews import FetchError, MissingExtraError, read_feeds
from searchnews.ingest import fetching
from searchnews.ingest.fetching import MAX_REDIRECTS, fetch, is_address

from . import serving

pytest.importorskip("feedparser", reason="reading feeds needs feedparser: pip install 'searchnews[feeds]'")


@pytest.fixture(scope="module")
def running():
    with serving.server() as made:
        yield made


@pytest.fixture
def web(running):
    running.asked.clear()
    return running


@pytest.fixture
def named(monkeypatch):
    """Let the name `news.example` stand for addresses; gives how often it was looked up."""
    looked_up = []
    real = socket.getaddrinfo

    def naming(*numbers):
        def found(host, port, *args, **options):
            if host != "news.example":
                return real(host, port, *args, **options)
            looked_up.append(host)
            return [entry for number in numbers for entry in real(number, port, *args, **options)]

        monkeypatch.setattr(socket, "getaddrinfo", found)
        return looked_up

    return naming


def refused(url: str, match: str, **options) -> FetchError:
    with pytest.raises(FetchError, match=match) as told:
        fetch(url, **options)
    return told.value


def test_a_file_is_got_with_the_address_it_came_from(web):
    got = fetch(f"{web.url}/to?/feed", allow_private=True)
    assert (got.url, got.body) == (f"{web.url}/feed", serving.RSS)


def test_what_is_packed_is_unpacked(web):
    assert fetch(f"{web.url}/packed", allow_private=True).body == serving.RSS


def test_nothing_of_the_environment_is_sent(web, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    fetch(f"{web.url}/feed", allow_private=True)
    [(_, headers)] = web.asked
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::]"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[ff0e::1]"),
    ],
)
def test_addresses_that_are_not_public_are_not_asked(number):
    refused(f"http://{number}/", "no public address; allow it with --allow-private")


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_are_public(number):
    assert fetching._is_public(number)


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_other_ways_to_write_a_private_address_do_not_help(host):
    refused(f"http://{host}:1/", "no public address|cannot be read")


def test_a_name_that_is_private_is_not_asked(web, named):
    named("127.0.0.1")
    refused(f"http://news.example:{web.server_port}/feed", "news.example is 127.0.0.1")
    assert web.asked == []


def test_a_name_with_one_private_address_among_others_is_not_asked(named):
    named("93.184.216.34", "10.0.0.1")
    refused("http://news.example/feed", "news.example is 10.0.0.1")


def test_a_name_is_looked_up_once_and_the_number_that_was_checked_is_asked(web, named):
    looked_up = named("127.0.0.1")
    fetch(f"http://news.example:{web.server_port}/feed", allow_private=True)
    assert looked_up == ["news.example"]
    assert web.asked[0][1]["Host"] == f"news.example:{web.server_port}"


def test_a_redirect_to_a_private_address_is_not_followed(web, monkeypatch):
    monkeypatch.setattr(fetching, "_is_public", lambda number: number == "127.0.0.1")
    error = refused(f"{web.url}/to?http://169.254.169.254/latest", "no public address")
    assert error.url == "http://169.254.169.254/latest"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
def test_a_redirect_leads_to_the_web_only(web, target):
    refused(f"{web.url}/to?{target}", "no address of the web", allow_private=True)


def test_redirects_have_an_end(web):
    refused(f"{web.url}/loop", f"more than {MAX_REDIRECTS} times", allow_private=True)
    assert len(web.asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_what_is_too_large_is_given_up(web, path):
    refused(f"{web.url}/{path}", "larger than 1,000,000 bytes", allow_private=True, max_bytes=1_000_000)


def test_a_server_that_trickles_is_given_up_when_the_time_is_over(web):
    refused(f"{web.url}/slow", "took too long", allow_private=True, timeout_s=0.5)


def test_what_ends_too_early_is_told(web):
    refused(f"{web.url}/cut", "ends before it is whole", allow_private=True)


def test_an_answer_that_is_no_file_is_told_with_its_status(web):
    refused(f"{web.url}/nowhere", "the server answers 404 Not Found", allow_private=True)


def test_nobody_there_is_told(web):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        refused(f"http://127.0.0.1:{free.getsockname()[1]}/", "cannot be read: .*refused", allow_private=True)


@pytest.mark.parametrize(
    "url", ["http://[::1/", "http://a:99999/", "http://a:b/", "//a/b", "http://", "javascript:x", "http://a:0/"]
)
def test_what_is_no_address_is_refused(url):
    refused(url, "no address")


def test_a_password_is_not_sent():
    refused("http://me:secret@news.example/", "a name or a password")


def test_a_secret_connection_is_verified(web):
    refused(f"https://127.0.0.1:{web.server_port}/feed", "cannot be read", allow_private=True)


def test_line_breaks_in_an_address_cannot_add_headers(web):
    with pytest.raises(FetchError):
        fetch(f"{web.url}/to?/feed%0d%0aX: y\r\nX-Evil: 1", allow_private=True)
    assert all("X-Evil" not in headers for _, headers in web.asked)


def test_arabic_letters_in_an_address_are_quoted(web):
    refused(f"{web.url}/أخبار", "404", allow_private=True)
    assert web.asked[0][0] == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://news.example/rss", True),
        ("HTTP://x", True),
        ("ftp://x/feed.rss", True),
        ("feed.rss", False),
        ("C:/feed.rss", False),
    ],
)
def test_addresses_are_told_from_files(text, is_one):
    assert is_address(text) is is_one


class TestFeeds:
    def read(self, *places, **options):
        problems = []
        articles = list(read_feeds(*places, on_problem=problems.append, **options))
        return articles, problems

    def test_each_entry_is_an_article(self, web):
        [first, second], problems = self.read(f"{web.url}/feed", allow_private=True)
        assert (first.id, first.title, first.source) == ("g1", "محادثات السلام", "وكالة الأفق")
        assert (first.url, first.path) == ("https://news.example/1", None)
        assert first.date.startswith("2018-03-05T10:00")
        assert second.text == "خبر لا رابط له ولا معرّف."
        assert problems == []

    def test_reading_it_again_gives_the_same_ids(self, web):
        both = [self.read(f"{web.url}/feed", allow_private=True)[0] for _ in range(2)]
        assert both[0] == both[1]

    def test_a_feed_in_a_file_is_read_too(self, tmp_path):
        (tmp_path / "feed.rss").write_bytes(serving.RSS)
        assert len(self.read(str(tmp_path / "feed.rss"))[0]) == 2

    def test_one_that_cannot_be_had_does_not_stop_the_others(self, web, tmp_path):
        lost = [f"{web.url}/nowhere", str(tmp_path / "no.rss"), "http://10.0.0.1/"]
        articles, problems = self.read(*lost[:2], f"{web.url}/feed", allow_private=True)
        assert len(articles) == 2
        assert [(problem.kind, problem.path) for problem in problems] == [("skipped", place) for place in lost[:2]]
        assert "--allow-private" in self.read(lost[2])[1][0].reason

    def test_without_the_extra_it_is_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "feedparser", None)
        with pytest.raises(MissingExtraError, match=r"searchnews\[feeds\]"):
            read_feeds("feed.rss")
