"""The sieve lets every id through that was added, and hardly any other."""

from __future__ import annotations

from searchnews.engines.whoosh.sieve import Sieve


def test_all_ids_that_were_added_may_be_there_and_hardly_any_other():
    sieve = Sieve()
    sieve.add(f"خبر {number}" for number in range(20_000))
    assert all(sieve.may_hold(f"خبر {number}") for number in range(20_000))
    assert sum(sieve.may_hold(f"other {number}") for number in range(20_000)) < 20


def test_a_new_sieve_holds_nothing():
    assert not Sieve().may_hold("")
