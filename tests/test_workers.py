"""Several processes analyse what one does, to the same index."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

import searchnews
from searchnews import _building, _coding, _workers
from searchnews._building import DocumentBuilder
from searchnews._workers import ParallelBuilder
from searchnews.arabic import analyzer
from searchnews.model import Article

TEXTS = ("بدأت محادثات السلام أمس.", "قال الوزير #كأس_العالم إن الأسعار", "", "@user كتب 1,234.5 مرة", "الوزير ووزيرة")


def articles(count: int) -> list[Article]:
    return [Article(id=str(n), title=f"عنوان {n % 7}", text=TEXTS[n % len(TEXTS)] * (n % 4)) for n in range(count)]


def plain(document):
    fields = {
        name: (list(terms), None if places is None else [int(place) for place in places])
        for name, (terms, places) in document.fields.items()
    }
    return document.id, fields, document.columns, document.stored


def built(builder, jobs):
    """Give the documents that a builder makes, in their order."""
    return [plain(document) for batch in builder.build(jobs) for document in batch.documents()]


def built_by_workers(count, jobs):
    """Give the documents that so many workers make, in their order."""
    parallel = ParallelBuilder(analyzer(), count)
    try:
        return built(parallel, jobs)
    finally:
        parallel.close()


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(_workers, "_WORTH_IT", 5)
    monkeypatch.setattr(_building, "_BATCH", 4)


def test_documents_come_back_in_order_and_as_one_process_makes_them(small_batches):
    jobs = articles(60)
    assert built_by_workers(3, jobs) == built(DocumentBuilder(analyzer()), jobs)


class _Odd(str):
    """A text of a kind of its own, as parsers of HTML give them."""

    def __reduce__(self):
        raise AssertionError("sent to another process")


def test_articles_that_hold_more_than_plain_values_stay_in_this_process(small_batches):
    odd = [Article(id="a", title=_Odd("عنوان"), text="نص"), Article(id="b", text="نص", extra={"at": {_Odd("هنا")}})]
    mixed = [*articles(30), *odd, *articles(60)[30:]]
    assert built_by_workers(2, mixed) == built(DocumentBuilder(analyzer()), mixed)


class _Late(Future):
    """What is not there before it is waited for."""

    def __init__(self, made):
        super().__init__()
        self._made = made

    def result(self, timeout=None):
        if not self.done():
            self.set_result(self._made)
        return super().result(timeout)


class _SlowPool:
    """A worker that is done with every second batch at once, and with the others when they are waited for."""

    def __init__(self):
        self._worker, self._count = _workers._Worker(analyzer().name), 0

    def submit(self, _, articles):
        self._count += 1
        future = _Late(self._worker.make(articles))
        if self._count % 2:
            future.result()
        return future

    def shutdown(self, **_):
        pass


def test_batches_that_no_worker_has_begun_are_analysed_by_the_process_that_waits(small_batches):
    jobs = articles(200)
    parallel = ParallelBuilder(analyzer(), 2)
    parallel._pool = _SlowPool()
    found = built(parallel, jobs)
    assert found == built(DocumentBuilder(analyzer()), jobs)


class _KilledPool(_SlowPool):
    """A worker that is killed after its second batch."""

    def submit(self, _, articles):
        self._count += 1
        if self._count > 3:
            raise BrokenProcessPool
        future = Future()
        if self._count == 3:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(self._worker.make(articles))
        return future


def test_what_a_killed_worker_has_left_is_analysed_by_the_process_that_waits(small_batches):
    jobs = articles(200)
    parallel = ParallelBuilder(analyzer(), 2)
    parallel._pool = _KilledPool()
    found = built(parallel, jobs)
    assert found == built(DocumentBuilder(analyzer()), jobs)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere pipes are as they are")
def test_the_pipes_of_a_worker_hold_a_whole_batch():
    import fcntl

    ends = os.pipe()
    try:
        _workers._widen_pipes()
        assert fcntl.fcntl(ends[0], fcntl.F_GETPIPE_SZ) == 1 << 20
    finally:
        for end in ends:
            os.close(end)


def test_a_load_goes_on_when_its_worker_is_killed(small_batches, tmp_path):
    def killing():
        for number, article in enumerate(articles(2_000)):
            if number == 1_000:
                for child in multiprocessing.active_children():
                    child.kill()
            yield article

    with searchnews.create_index(tmp_path / "index") as index:
        assert index.add_many(killing(), workers=2).added == 2_000


@pytest.mark.parametrize("most", [0, 5, 12])
def test_vocabularies_that_are_full_begin_anew(small_batches, monkeypatch, most):
    jobs = articles(200)
    expected = built(DocumentBuilder(analyzer()), jobs)
    monkeypatch.setattr(_coding, "_MAX_WORDS", most)  # of the worker too, which is in this process here
    parallel = ParallelBuilder(analyzer(), 2)
    parallel._pool = _SlowPool()
    assert built(parallel, jobs) == expected


def test_an_id_given_twice_to_workers_keeps_the_later_article(small_batches, tmp_path):
    made = articles(30)
    twice = [*made, *(Article(id=a.id, title="أحدث", text="نص جديد") for a in made[:10]), *made[20:25]]
    problems = []
    with searchnews.create_index(tmp_path / "index") as index:
        report = index.add_many(twice, workers=3, on_problem=problems.append)
        assert (report.added, report.updated, report.unchanged) == (30, 10, 5)
        assert len(problems) == 10
        assert index.get("3").title == "أحدث"
        assert index.stats().documents == 30


def test_an_error_in_the_source_stops_the_workers_and_leaves_the_index(small_batches, tmp_path):
    def broken():
        yield from articles(40)
        raise RuntimeError("the source broke")

    with searchnews.create_index(tmp_path / "index") as index:
        with pytest.raises(RuntimeError, match="broke"):
            index.add_many(broken(), workers=2)
        assert index.stats().documents == 0
        assert index.add_many(articles(20), workers=2).added == 20


SCRIPT = """
import searchnews
from searchnews import _workers

_workers._WORTH_IT = 1
with searchnews.create_index("index", overwrite=True) as index:
    index.add_many((searchnews.Article(id=str(n), text="نص") for n in range(9)), workers=2)
"""


def test_a_script_without_a_main_guard_is_told_to_have_one(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert "SearchNewsError: a worker process ended before its work" in done.stderr
    assert "if __name__ == '__main__':" in done.stderr


def test_ctrl_c_pressed_twice_ends_a_load_that_workers_are_at(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "searchnews", "index", "-", "-i", str(tmp_path / "index"), "--workers", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # whatever this run does with it
    )
    assert process.stdin is not None
    for number in range(800):
        article = {"id": str(number), "title": "محادثات", "text": f"وصل الوفد رقم {number} إلى جنيف " * 20}
        process.stdin.write(json.dumps(article, ensure_ascii=False).encode() + b"\n")
    process.stdin.flush()
    time.sleep(2)
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
    process.communicate(timeout=60)
    # The second may come when all is over and Python itself is ending: then it ends by the signal.
    assert process.returncode in (130, -signal.SIGINT)


def test_sigterm_ends_a_load_as_ctrl_c_does(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "searchnews", "index", "-", "-i", str(tmp_path / "index"), "--workers", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    for number in range(800):
        article = {"id": str(number), "title": "محادثات", "text": f"وصل الوفد رقم {number} إلى جنيف " * 20}
        process.stdin.write(json.dumps(article, ensure_ascii=False).encode() + b"\n")
    process.stdin.flush()
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (130, b"searchnews: interrupted; the index is as it was before\n")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def interruptible():
    """Where tests run in the background, an interrupt is ignored from the start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_while_work_is_handed_over_is_heard_after_it(interruptible):
    done = []

    def hand_over():
        with _workers._interrupts_heard_later():
            signal.raise_signal(signal.SIGINT)
            done.append("handed over")

    with pytest.raises(KeyboardInterrupt):
        hand_over()
    assert done == ["handed over"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
