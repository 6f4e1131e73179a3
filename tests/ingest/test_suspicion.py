"""What is suspicious about a text."""

from __future__ import annotations

import pytest

from searchnews.ingest.suspicion import suspicion

SOUND = "افتتحت حركة على القاهرة المصرية بدأ المؤتمر أمس في المدينة القديمة العالية"


def test_a_sound_text_is_not():
    assert suspicion(SOUND) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SOUND[::-1], "reversed"),
        (SOUND.encode().decode("latin-1"), "wrong encoding"),
        (SOUND.encode().decode("cp1256", "replace"), "wrong encoding"),
        (SOUND.encode().decode("ascii", "replace"), "wrong encoding"),
        ("an English text of more than ten words is found in an archive of Arabic", "not Arabic"),
        ("خبر قصير", "too short"),
    ],
)
def test_what_is_wrong_is_told(text: str, reason: str):
    assert reason in suspicion(text)


def test_vowel_marks_make_no_text_suspicious():
    assert suspicion("نَشْرَةُ القَارِئِ الصَّغِيرِ تَوْقِيعُ اتِّفَاقِ السَّلَامِ فِي مَسْقَطَ بَعْدَ أَكْثَرَ مِنْ عَامَيْنِ") == []


def test_an_empty_text_is_no_matter_of_suspicion():
    assert suspicion("") == []
