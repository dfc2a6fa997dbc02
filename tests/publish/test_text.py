"""Texts of others end as text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.publish.text import clean, slug

HOSTILE = (
    "<script>alert('x')</script> ]]> \x00\x1b[31m \u202egnp.exe\u202c ../../etc \U0001f600 \ud800"
)


@given(st.text())
def test_a_clean_text_is_one_line_of_encodable_text(text: str) -> None:
    line = clean(text, 50)
    assert len(line) <= 50
    assert line == " ".join(line.split())
    line.encode()
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line)


@given(st.text())
def test_a_slug_is_a_safe_name(text: str) -> None:
    name = slug(text)
    assert name == "" or (name.isascii() and name.replace("-", "").isalnum() and len(name) <= 40)


def test_hostile_texts() -> None:
    assert clean(HOSTILE) == "<script>alert('x')</script> ]]> [31m gnp.exe ../../etc \U0001f600"
    assert slug(HOSTILE) == "script-alert-x-script-31m-gnp-exe-etc"
    assert len(clean("x" * 300 + "y")) == 300
    assert clean("x" * 301).endswith("\u2026")
