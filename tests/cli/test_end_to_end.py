"""The command line on the library itself: what the fakes cannot show."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

RECORDS = [
    {"id": "1", "title": "استئناف محادثات السلام", "text": "بدأت المُحادَثات أمس في جنيف.", "date": "2018-03-05"},
    {"id": "2", "title": "أسعار النفط", "text": "ارتفعت الأسعار بعد محادثات طويلة في فيينا.", "source": "وكالة"},
    {"id": "3", "title": "كرة القدم", "text": "فاز المنتخب في المباراة."},
]


def searchnews(*args, folder, **options):
    environ = {**os.environ, "SEARCHNEWS_INDEX": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "searchnews", *args],
        env=environ,
        capture_output=True,
        timeout=120,
        check=False,
        **options,
    )


def write(path, *records):
    texts = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def folder(tmp_path):
    done = searchnews("index", write(tmp_path / "news.jsonl", *RECORDS), folder=tmp_path / "index")
    assert (done.returncode, done.stderr) == (0, b"")
    return tmp_path / "index"


def ids(folder, query):
    found = json.loads(searchnews("query", query, "--json", folder=folder).stdout)
    return [hit["id"] for hit in found["hits"]]


def test_what_was_indexed_is_found(folder):
    assert ids(folder, "محادثات") == ["1", "2"]


def test_highlights_point_at_the_matching_words(folder):
    found = json.loads(searchnews("query", "محادثات", "--json", folder=folder).stdout)
    marked = [
        snippet["text"][start:end]
        for hit in found["hits"]
        for snippet in hit["snippets"]
        for start, end in snippet["highlights"]
    ]
    assert marked == ["المُحادَثات", "محادثات"]


def test_a_second_load_changes_nothing(folder, tmp_path):
    done = searchnews("index", str(tmp_path / "news.jsonl"), "--json", folder=folder)
    counts = json.loads(done.stdout)
    assert [counts[key] for key in ("added", "updated", "unchanged", "documents")] == [0, 0, 3, 3]


def test_prune_removes_the_articles_of_a_deleted_file(folder, tmp_path):
    archive = tmp_path / "archive"
    archive.mkdir()
    for number in (1, 2):
        (archive / f"{number}.txt").write_text(f"خبر رقم {number}\nنص الخبر", encoding="utf-8")
    searchnews("index", str(archive), folder=folder)
    (archive / "1.txt").unlink()
    done = searchnews("index", str(archive), "--prune", "--json", folder=folder)
    assert [json.loads(done.stdout)[key] for key in ("removed", "documents")] == [1, 4]


@pytest.mark.parametrize("left", ["an empty folder", "a file that cannot be read"])
def test_prune_of_a_path_without_articles_is_refused(folder, tmp_path, left):
    (archive := tmp_path / "archive").mkdir()
    (archive / "1.txt").write_text("خبر\nنص الخبر", encoding="utf-8")
    searchnews("index", str(archive), folder=folder)
    (archive / "1.txt").unlink()
    if left != "an empty folder":
        (archive / "1.jsonl").write_text("{broken\n", encoding="utf-8")
    done = searchnews("index", str(archive), str(tmp_path / "news.jsonl"), "--prune", folder=folder)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"searchnews: {archive}: no articles were found, and --prune would remove")
    assert json.loads(searchnews("stats", "--json", folder=folder).stdout)["documents"] == 4


def test_strict_leaves_the_index_as_it_was(folder, tmp_path):
    path = write(tmp_path / "more.jsonl", {"id": "4", "text": "نص"}, "{broken")
    done = searchnews("index", path, "--strict", folder=folder)
    assert done.returncode == 2
    assert b"more.jsonl:2" in done.stderr
    assert json.loads(searchnews("stats", "--json", folder=folder).stdout)["documents"] == 3


def test_skipped_records_are_counted_once(folder, tmp_path):
    path = write(tmp_path / "more.jsonl", {"id": "4", "text": "نص"}, "{broken", {"id": "5", "title": " "})
    done = searchnews("index", path, "--json", "--report", str(tmp_path / "bad.jsonl"), folder=folder)
    assert json.loads(done.stdout)["skipped"] == 2
    reported = [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text("utf-8").splitlines()]
    assert [one["line"] for one in reported if one["kind"] == "skipped"] == [2, 3]


def test_rebuild_replaces_everything(folder, tmp_path):
    done = searchnews("index", write(tmp_path / "other.jsonl", RECORDS[2]), "--rebuild", folder=folder)
    assert done.returncode == 0
    assert ids(folder, "محادثات") == []
    assert ids(folder, "المنتخب") == ["3"]


def test_a_failed_rebuild_leaves_the_old_index_searchable(folder, tmp_path):
    path = write(tmp_path / "other.jsonl", RECORDS[2], "{broken")
    assert searchnews("index", path, "--rebuild", "--strict", folder=folder).returncode == 2
    assert ids(folder, "محادثات") == ["1", "2"]


def test_rebuild_mends_a_damaged_index(folder, tmp_path):
    for path in folder.iterdir():
        path.write_bytes(b"\x00garbage")
    assert searchnews("query", "محادثات", folder=folder).returncode == 2
    assert searchnews("index", str(tmp_path / "news.jsonl"), "--rebuild", folder=folder).returncode == 0
    assert ids(folder, "محادثات") == ["1", "2"]


def test_a_folder_with_other_files_is_refused(tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    (other / "sea.jpg").touch()
    done = searchnews("index", write(tmp_path / "news.jsonl", *RECORDS), "--rebuild", folder=other)
    assert done.returncode == 2
    assert [path.name for path in other.iterdir()] == ["sea.jpg"]


def test_an_empty_query_is_told_without_a_place(folder):
    told = searchnews("query", "", folder=folder).stderr.decode().splitlines()
    assert told[0] == "searchnews: there is no word to look for; give one"


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "<&- >&-", ">&- 2>&-"])
def test_a_closed_stdout_is_no_error(folder, closed):
    environ = {**os.environ, "SEARCHNEWS_INDEX": str(folder)}
    command = f'"$0" -m searchnews query محادثات {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable], env=environ, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_an_error_that_nobody_reads_keeps_its_status(folder):
    environ = {**os.environ, "SEARCHNEWS_INDEX": str(folder)}
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "searchnews", "query", "سلام AND"]
    try:
        assert subprocess.run(command, env=environ, stdout=writer, stderr=writer, timeout=60).returncode == 2
    finally:
        os.close(writer)


def test_ctrl_c_leaves_the_index_as_it_was(folder):
    process = subprocess.Popen(
        [sys.executable, "-m", "searchnews", "index", "-", "-i", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # More than a pipe holds: written means that the load is reading, and before it reads it has the lock.
    process.stdin.write(b"".join(json.dumps({"id": str(at), "text": "نص"}).encode() + b"\n" for at in range(20_000)))
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, b"")
    assert stderr == b"searchnews: interrupted; the index is as it was before\n"
    assert json.loads(searchnews("stats", "--json", folder=folder).stdout)["documents"] == 3


def test_a_second_writer_is_told_to_wait(folder, tmp_path):
    import searchnews as library

    def slowly():
        yield library.Article(id="4", text="نص")
        done.append(searchnews("index", str(tmp_path / "news.jsonl"), folder=folder))

    done = []
    with library.open_index(folder) as index:
        index.add_many(slowly())
    assert done[0].returncode == 2
    assert b"another writer is at work; try again when it has ended" in done[0].stderr


def test_a_rebuild_is_refused_while_another_writes(folder, tmp_path):
    import searchnews as library

    def slowly():
        yield library.Article(id="4", text="نص")
        done.append(searchnews("index", str(tmp_path / "news.jsonl"), "--rebuild", folder=folder))

    done = []
    with library.open_index(folder) as index:
        index.add_many(slowly())
    assert done[0].returncode == 2
    assert ids(folder, "محادثات") == ["1", "2"]


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_piped_query_imports_neither_rich_nor_the_readers(folder, form):
    code = (
        "import sys\n"
        "from searchnews.cli.app import app\n"
        "app.main(sys.argv[1:], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "query", "محادثات", "-i", str(folder), *form],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    loaded = set(done.stderr.split())
    assert "searchnews.render.json" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("rich", "pygments", "bidi", "arabic_reshaper")}
    assert not {"searchnews.ingest.reading", "searchnews.ingest.sources", "searchnews.ingest.cleaning"} & loaded


def test_the_version_needs_no_engine():
    code = (
        "import sys\n"
        "from searchnews.cli.app import app\n"
        "app.main(['--version'], standalone_mode=False)\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert not {"numpy", "whoosh", "rich", "searchnews.index"} & set(done.stdout.split())


def test_a_story_from_corpus_to_deletion(tmp_path):
    corpus = Path(__file__).parents[2] / "corpus"
    folder = tmp_path / "index"
    assert searchnews("index", str(corpus), folder=folder).returncode == 0
    first = json.loads(searchnews("query", "محادثات السلام", "--json", folder=folder).stdout)["hits"][0]
    shown = json.loads(searchnews("show", first["id"], "--json", folder=folder).stdout)
    assert shown["title"] == first["title"]
    assert searchnews("delete", first["id"], folder=folder).stdout == b"1 deleted\n"
    assert searchnews("show", first["id"], folder=folder).returncode == 1


def test_records_that_take_the_place_of_another_files_are_counted_and_listed(folder, tmp_path):
    path = write(tmp_path / "other.jsonl", *({**one, "text": "نص آخر"} for one in RECORDS))
    done = searchnews("index", path, folder=folder)
    assert done.stderr == b"searchnews: 3 records are doubtful; list them with --report FILE\n"
    written = tmp_path / "doubts.jsonl"
    again = write(tmp_path / "third.jsonl", *RECORDS)
    told = searchnews("index", again, "--report", str(written), folder=folder).stderr.decode()
    assert told == f"searchnews: 3 records are doubtful; listed in {written}\n"
    assert {json.loads(line)["kind"] for line in written.read_text("utf-8").splitlines()} == {"doubtful"}


def test_each_record_that_replaces_another_of_its_load_counts_and_is_named(folder, tmp_path):
    again = [{"id": one["id"], "title": "غير ذلك", "text": "نص آخر"} for one in RECORDS]
    path = write(tmp_path / "news.jsonl", *RECORDS, *again)
    done = searchnews("index", path, "--json", "--report", str(tmp_path / "repairs.jsonl"), folder=folder)
    assert json.loads(done.stdout)["repaired"] == 3
    reported = [json.loads(line)["reason"] for line in (tmp_path / "repairs.jsonl").read_text("utf-8").splitlines()]
    assert reported[0] == "same id as an earlier record, '1'; the later one is kept"
