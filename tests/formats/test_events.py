"""A text is scanned once for its data and its layout."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from voicecoach.formats.document import read_document_text
from voicecoach.formats.events import events_of
from voicecoach.formats.layout import layout_of


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts = list[str]()
    parse = YAML.parse

    def counted(self: YAML, text: str) -> object:
        texts.append(text)
        return parse(self, text)

    monkeypatch.setattr(YAML, "parse", counted)
    return texts


def test_data_and_layout_are_of_one_scan(scanned: list[str]) -> None:
    text = "a: [1, 2]\nb: {c: one scan}\n"
    assert read_document_text("x.yaml", text).data == {"a": [1, 2], "b": {"c": "one scan"}}
    assert layout_of(text).node(("b", "c")) is not None
    assert scanned == [text]


def test_few_texts_are_kept(scanned: list[str]) -> None:
    texts = [f"few: {number}\n" for number in range(5)]
    for text in (*texts, texts[-1], texts[0]):
        assert len([*events_of(text)]) == 8
    assert scanned == [*texts, texts[0]]


def test_what_is_no_yaml_is_none_each_time(scanned: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(YAMLError):
            [*events_of("a: [1, 2\nb: }")]
    assert len(scanned) == 2


def test_what_was_not_read_to_its_end_is_not_kept(scanned: list[str]) -> None:
    text = "a: not read\nb: to its end\n"
    next(events_of(text))
    assert len([*events_of(text)]) == len([*YAML(typ="safe", pure=True).parse(text)])
    assert scanned == [text] * 3
