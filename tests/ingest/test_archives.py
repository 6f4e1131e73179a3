"""Archives and packed files, honest and hostile."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from searchnews.ingest import unpacking
from searchnews.ingest.streams import Source

from .conftest import Load
from .samples import FIRST, JSONL, PACKERS, PAGE, TEXT, TITLE, docx_file, parquet_file, tar_file, warc, zip_file

Loader = Callable[..., Load]
Writer = Callable[[str, bytes | str], Path]
BOMB = "it unpacks to more than 10 times its size: taken for a decompression bomb"


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_RATIO", 10)
    monkeypatch.setattr(unpacking, "FREE_BYTES", 100_000)


def reasons(found: Load) -> list[str]:
    return [problem.reason for problem in found.skipped]


# --- packed files


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_a_packed_file_is_read_by_whatever_name(write: Writer, load: Loader, kind: str) -> None:
    for name in (f"a.jsonl.{kind}", "a.jsonl", "a"):
        assert [a.title for a in load(write(name, PACKERS[kind](JSONL.encode()))).articles] == [TITLE]


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_several_packed_parts_in_a_row_are_one_file(write: Writer, load: Loader, kind: str) -> None:
    assert len(load(write("a.jsonl", PACKERS[kind](JSONL.encode()) * 3)).articles) == 3


@pytest.mark.parametrize(("kind", "name"), [("gz", "gzip"), ("bz2", "bzip2"), ("xz", "xz"), ("zst", "Zstandard")])
def test_a_packed_file_cut_off_is_told(write: Writer, load: Loader, kind: str, name: str) -> None:
    found = load(write(f"a.jsonl.{kind}", PACKERS[kind](JSONL.encode() * 50)[:-30]))
    assert any(name in reason or "no records" in reason for reason in reasons(found))


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_a_bomb_ends_early(write: Writer, load: Loader, small_limits: None, kind: str) -> None:
    found = load(write(f"a.jsonl.{kind}", PACKERS[kind](b" " * 5_000_000)))
    assert found.articles == []
    assert BOMB in reasons(found)[0]


def test_layers_of_packing_share_one_budget(write: Writer, load: Loader, small_limits: None) -> None:
    found = load(write("a.jsonl.gz", gzip.compress(gzip.compress(b"\n" * 50_000_000))))
    assert BOMB in reasons(found)[0]


def test_more_layers_than_three_are_not_taken_off(write: Writer, load: Loader) -> None:
    data = JSONL.encode()
    for _ in range(4):
        data = gzip.compress(data)
    assert load(write("a.jsonl.gz", data)).articles == []


# --- archives


@pytest.mark.parametrize("mode", ["zip", "w", "w:gz", "w:bz2", "w:xz"])
def test_the_files_of_an_archive_are_articles_named_by_their_place(write: Writer, load: Loader, mode: str) -> None:
    files: dict[str, bytes | str] = {"أخبار/أ.txt": TEXT, "b.html": PAGE, "c.jsonl.gz": gzip.compress(JSONL.encode())}
    path = write("archive", zip_file(files) if mode == "zip" else tar_file(files, mode))
    found = load(path)
    assert [a.path for a in found.articles] == [f"{path}!{name}" for name in files]
    assert {a.title for a in found.articles} == {TITLE}
    assert found.problems == []


def test_files_that_are_read_in_any_order_are_read_out_of_archives(write: Writer, load: Loader) -> None:
    inside: dict[str, bytes | str] = {
        "a.parquet": parquet_file(title=[TITLE], text=[FIRST]),
        "b.docx": docx_file(FIRST),
        "c.warc.gz": warc(packed=True),
        "d.zip": zip_file({"e.tar": tar_file({"f.txt": TEXT})}),
    }
    found = load(write("a.tar.gz", tar_file(inside, "w:gz")))
    assert [a.title for a in found.articles] == [TITLE] * 4
    assert found.articles[-1].path is not None
    assert found.articles[-1].path.endswith("a.tar.gz!d.zip!e.tar!f.txt")


def test_what_a_folder_passes_over_an_archive_does_too(write: Writer, load: Loader) -> None:
    hidden = {".git/a.txt": TEXT, "__MACOSX/._b.txt": TEXT, "README.md": TEXT, "c/.hidden.txt": TEXT}
    assert load(write("a.zip", zip_file({**hidden, "p.jpg": b"\xff\xd8"}))).problems[0].reason == "no reader for .jpg"
    assert load(write("b.zip", zip_file(dict(hidden)))) == ([], [])


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:\\a.txt", "..\\a.txt"])
@pytest.mark.parametrize("make", [zip_file, tar_file])
def test_a_name_that_points_out_is_told_and_left_out(
    write: Writer, load: Loader, make: Callable[..., bytes], name: str
) -> None:
    found = load(write("a.bin", make({name: TEXT, "b.txt": TEXT})))
    assert len(found.articles) == 1
    assert reasons(found) == ["its name points out of the archive"]


def test_names_in_utf8_without_its_sign_are_read(write: Writer, load: Loader) -> None:
    data = bytearray(zip_file({"أ.txt": TEXT}))
    for at in (6, data.index(b"PK\x01\x02") + 8):  # the flags of the file and of its entry in the directory
        data[at + 1] &= 0xF7
    found = load(write("a.zip", bytes(data)))
    assert found.articles[0].path is not None
    assert found.articles[0].path.endswith("!أ.txt")


def test_a_file_that_no_reader_claims_is_named_by_its_own_extension(write: Writer, load: Loader) -> None:
    files = {"dir.d/notes": b"\x00\x01", "photo.jpg": b"\xff\xd8", "dir.d/note!.x": b"\x00"}
    found = reasons(load(write("a.zip", zip_file(files))))
    assert found == ["no reader for this kind of file", "no reader for .jpg", "no reader for .x"]


def test_a_file_of_a_zip_without_a_name_is_read(write: Writer, load: Loader) -> None:
    data = zip_file({"a.txt": TEXT, "b.txt": TEXT}).replace(b"a.txt", b"\0.txt")  # a NUL ends a name
    found = load(write("a.zip", data))
    assert len(found.articles) + len(found.problems) == 2
    assert found.articles[-1].path is not None
    assert found.articles[-1].path.endswith("!b.txt")


def test_an_encrypted_file_is_told(write: Writer, load: Loader) -> None:
    data = bytearray(zip_file({"a.txt": TEXT, "b.txt": TEXT}))
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    found = load(write("a.zip", bytes(data)))
    assert [a.title for a in found.articles] == [TITLE]
    assert reasons(found) == ["encrypted: unpack it with its password first"]


def test_links_and_devices_in_a_tar_are_told(write: Writer, load: Loader) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("a", tarfile.SYMTYPE), ("b", tarfile.LNKTYPE), ("c", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert reasons(load(write("a.tar", out.getvalue()))) == ["not a regular file"] * 3


def test_one_spoilt_file_of_a_zip_loses_no_other(write: Writer, load: Loader) -> None:
    data = bytearray(zip_file({"a.txt": TEXT * 9, "b.txt": TEXT}, compression=zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    found = load(write("a.zip", bytes(data)))
    assert [a.path for a in found.articles if a.path and a.path.endswith("b.txt")]
    assert any("this file of the archive is damaged" in p.reason for p in found.problems)


@pytest.mark.parametrize("cut", [600, 1100, 2000])
def test_a_tar_cut_off_is_told(write: Writer, load: Loader, cut: int) -> None:
    data = tar_file({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT})
    assert reasons(load(write("a.tar", data[:cut])))


def test_a_damaged_header_in_the_middle_of_a_tar_is_not_its_end(write: Writer, load: Loader) -> None:
    data = bytearray(tar_file({"a.txt": TEXT, "b.txt": TEXT}))
    at = data.index(b"b.txt")
    data[at : at + 100] = b"x" * 100
    found = load(write("a.tar", bytes(data)))
    assert len(found.articles) == 1
    assert reasons(found) == ["the tar archive is damaged"]


def test_a_damaged_zip_is_told(write: Writer, load: Loader) -> None:
    assert reasons(load(write("a.zip", zip_file({"a.txt": TEXT})[:-30]))) == ["the zip archive is damaged"]


@pytest.mark.parametrize("make", [zip_file, lambda files: tar_file(files, "w:gz")])
def test_a_bomb_in_an_archive_ends_early_and_the_rest_with_it(
    write: Writer, load: Loader, small_limits: None, make: Callable[..., bytes]
) -> None:
    found = load(write("a.bin", make({"a.txt": TEXT, "b.jsonl": b" " * 5_000_000, "c.txt": TEXT})))
    assert [a.title for a in found.articles] == [TITLE]
    assert any(BOMB in reason for reason in reasons(found))


def test_a_bomb_of_archives_in_archives_ends_early(write: Writer, load: Loader, small_limits: None) -> None:
    inner = zip_file({f"{n}.jsonl": b" " * 100_000 for n in range(10)})
    middle = zip_file({f"{n}.zip": inner for n in range(10)})
    found = load(write("a.zip", zip_file({f"{n}.zip": middle for n in range(10)})))
    assert found.articles == []
    assert BOMB in reasons(found)[-1]


def test_archives_nested_without_end_are_told(write: Writer, load: Loader) -> None:
    data = zip_file({"a.txt": TEXT})
    for _ in range(6):
        data = zip_file({"a.zip": data})
    assert reasons(load(write("a.zip", data))) == ["archives nested more than 4 deep"]


def test_a_sparse_file_of_a_tar_is_counted_as_what_comes_out(write: Writer, load: Loader, small_limits: None) -> None:
    info = tarfile.TarInfo("a.jsonl")
    info.size = 4
    info.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.map": "0,4",
        "GNU.sparse.size": "900000000",
    }
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info, io.BytesIO(b"abc\n"))
    assert BOMB in " ".join(reasons(load(write("a.tar", out.getvalue()))))


def test_a_member_is_a_source_that_articles_can_name() -> None:
    source = Source(None, "a.zip!b.txt", io.BufferedReader(io.BytesIO(b"")))  # type: ignore[arg-type]
    assert source.article_path == "a.zip!b.txt"
    assert Source.stdin().article_path is None
