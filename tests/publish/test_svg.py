"""A drawing of others keeps what draws, and nothing that runs or leads elsewhere."""

from __future__ import annotations

import pytest

from voicecoach.publish.svg import cleaned_svg

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9">'
)


def cleaned(inside: str) -> str:
    found = cleaned_svg(f"{HEAD}{inside}</svg>".encode())
    assert found is not None
    return found.decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>@import 'https://evil.example/x.css'</style>",
        "<style>rect { fill: u\\72l(https://evil.example/x) }</style>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>evil</p></foreignObject>",
        "<a href='https://evil.example/'><rect/></a>",
        "<image href='https://evil.example/x.png'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
        "<image xlink:href='javascript:alert(1)'/>",
        "<use href=' //evil.example/x.svg#a'/>",
        "<rect onclick='alert(1)' ONLOAD='evil()'/>",
        "<rect fill='url(https://evil.example/x#y)'/>",
        "<rect style='fill: URL( \"https://evil.example/x\" )'/>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<rect xml:base='https://evil.example/' href='https://evil.example/'/>",
        "<g xmlns:x='https://evil.example/' x:evil='1'/>",
    ],
)
def test_what_runs_or_leads_elsewhere_is_gone(inside: str) -> None:
    found = cleaned(inside)
    for evil in ("evil", "alert", "script", "onclick", "ONLOAD", "data:", "@import"):
        assert evil not in found


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9v9z" fill="#123456" />',
        '<rect fill="url(#shade)" style="stroke: url(#shade)" />',
        '<use xlink:href="#sign" />',
        '<image href="data:image/png;base64,iVBORw0KGgo=" />',
        "<style>.a { fill: #123456 }</style>",
        "<text>Physiothérapie</text>",
    ],
)
def test_what_draws_stays(inside: str) -> None:
    assert inside in cleaned(inside)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE s [<!ENTITY a "b">]><s/>'.encode(
            "utf-16"
        ),
        b"<?xml version='1.0' encoding='none-such'?><svg/>",
        HEAD.encode() + b"<g>" * 100_000 + b"</g>" * 100_000 + b"</svg>",
    ],
)
def test_what_is_no_plain_drawing_is_refused(content: bytes) -> None:
    assert cleaned_svg(content) is None
