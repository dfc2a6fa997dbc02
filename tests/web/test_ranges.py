"""Any part of any session over HTTP is that of the file; what is answered is what RFC 9110 says."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web import rfc9110
from tests.web.conftest import Written
from tests.web.places import Client
from voicecoach.web.ondemand.conditions import http_date, read_date
from voicecoach.web.ondemand.sources import ALWAYS_S

DATE = http_date(ALWAYS_S)


def test_a_session_is_sent_as_it_would_be_built(written: Written, client: Client) -> None:
    for path, (plan, content) in written.sessions.items():
        whole, head = client(path), client(path, method="HEAD")
        assert (whole.status, whole.body) == (200, content)
        assert whole.fields["etag"] == f'"{plan.etag}"'
        assert whole.fields["content-length"] == str(len(content))
        assert whole.fields["content-type"] == "audio/mpeg"
        assert whole.fields["accept-ranges"] == "bytes"
        assert whole.fields["last-modified"] == DATE
        assert "immutable" in whole.fields["cache-control"]
        assert "content-encoding" not in whole.fields
        assert head == (200, whole.fields, b"")


@given(st.data())
def test_any_range_is_that_part_of_the_file(
    written: Written, client: Client, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from([*written.sessions]))
    content = written.sessions[path][1]
    first = data.draw(st.integers(0, len(content) - 1))
    last = data.draw(st.integers(first, len(content) + 9))
    reply = client(path, {"Range": f"bytes={first}-{last}"})
    end = min(last, len(content) - 1)
    assert reply.status == 206
    assert reply.body == content[first : end + 1]
    assert reply.fields["content-range"] == f"bytes {first}-{end}/{len(content)}"
    assert reply.fields["content-length"] == str(len(reply.body))
    suffix = client(path, {"Range": f"bytes=-{last}"}) if last else None
    assert suffix is None or suffix.body == content[-last:]
    assert client(path, {"Range": f"bytes={first}-"}).body == content[first:]


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 2000)), min_size=2, max_size=5))
def test_several_ranges_are_a_proper_multipart(
    written: Written, client: Client, asked: list[tuple[int, int]]
) -> None:
    path, _, content = written.first
    spans = [(first, first + more) for first, more in asked]
    told = ", ".join(f"{first}-{last}" for first, last in spans)
    reply = client(path, {"Range": f"bytes={told}"})
    assert reply.status == 206
    assert reply.fields["content-length"] == str(len(reply.body))
    assert "content-range" not in reply.fields
    parts = multipart(reply.fields["content-type"], reply.body)
    assert len(parts) == len(spans)
    for (first, last), (fields, body) in zip(spans, parts, strict=True):
        assert fields["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
        assert fields["Content-Type"] == "audio/mpeg"
        assert body == content[first : last + 1]


def multipart(kind: str, body: bytes) -> list[tuple[Message, bytes]]:
    """Read a multipart by its own rules: the mail parser would change line ends within it."""
    found = re.fullmatch(r"multipart/byteranges; boundary=([0-9a-f]+)", kind)
    assert found
    edge = b"--" + found[1].encode()
    assert body.startswith(edge + b"\r\n")
    assert body.endswith(b"\r\n" + edge + b"--\r\n")
    inner = body[len(edge) + 2 : -len(edge) - 6]
    told = [part.split(b"\r\n\r\n", 1) for part in inner.split(b"\r\n" + edge + b"\r\n")]
    return [(BytesParser().parsebytes(head + b"\r\n\r\n"), data) for head, data in told]


def test_what_players_ask_for_is_given(written: Written, client: Client) -> None:
    path, plan, content = written.first
    apple = client(path, {"Range": "bytes=0-1", "X-Playback-Session-Id": "1"})
    assert (apple.status, apple.body) == (206, content[:2])
    assert apple.fields["content-range"] == f"bytes 0-1/{len(content)}"
    chromium = client(path, {"Range": "bytes=0-", "Accept-Encoding": "identity;q=1, *;q=0"})
    assert (chromium.status, chromium.body) == (206, content)
    antenna = {"Range": "bytes=1000-", "If-Range": DATE, "Accept-Encoding": "gzip"}
    assert client(path, antenna).status == 206
    assert client(path, {**antenna, "If-Range": f'"{plan.etag}"'}).body == content[1000:]
    for other in ('"other"', f'W/"{plan.etag}"', http_date(ALWAYS_S + 1), "nonsense"):
        assert client(path, {**antenna, "If-Range": other}).status == 200
    assert client(path, {"Range": f"bytes={len(content)}-"}).fields["content-range"] == (
        f"bytes */{len(content)}"
    )


def test_what_is_known_is_not_sent_again(written: Written, client: Client) -> None:
    path, plan, _ = written.first
    for fields in ({"If-None-Match": f'W/"{plan.etag}"'}, {"If-Modified-Since": DATE}):
        for method in ("GET", "HEAD"):
            reply = client(path, {**fields, "Range": "bytes=0-1"}, method)
            assert (reply.status, reply.body) == (304, b"")
            assert reply.fields["etag"] == f'"{plan.etag}"'
            assert "immutable" in reply.fields["cache-control"]
            assert "content-type" not in reply.fields
    assert client(path, {"If-Match": '"other"', "Range": "bytes=0-1"}).status == 412
    assert client(path, {"If-Unmodified-Since": http_date(ALWAYS_S - 1)}).status == 412


TAGS = st.sampled_from(['"ETAG"', 'W/"ETAG"', '"a,b"', 'W/"x"', "*", "ETAG", '"', "", '"é"', " "])
LISTS = st.lists(TAGS, max_size=4).map(", ".join)
DATES = st.sampled_from(
    [
        DATE,
        http_date(ALWAYS_S - 1),
        http_date(ALWAYS_S + 1),
        "Saturday, 01-Jan-00 00:00:00 GMT",
        "Sat Jan  1 00:00:00 2000",
        "Sat, 01 Jan 2000 00:00:00 +0000",
        "Sat, 31 Feb 2000 00:00:00 GMT",
        "2000-01-01T00:00:00Z",
        "0",
        f"{DATE}, {DATE}",
    ]
)
NUMBERS = st.sampled_from(["0", "1", "00", "99", "SIZE", "LAST", "9" * 17, "-1", "x", "", "٣"])
SPECS = st.one_of(
    st.tuples(NUMBERS, st.sampled_from(["-", "-", "--", ""]), NUMBERS).map("".join),
    st.sampled_from(["0-0", "-1", "-0", "5-2", "1-", "0-", "-SIZE", "", " 0-1 ", "1 - 2", "SIZE-"]),
)
RANGES = st.tuples(
    st.sampled_from(["bytes=", "bytes=", "bytes=", "Bytes=", "bytes =", "lines=", "", "bytes"]),
    st.lists(SPECS, max_size=4).map(",".join),
).map("".join)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "If-Match": LISTS,
        "If-None-Match": LISTS,
        "If-Unmodified-Since": DATES,
        "If-Modified-Since": DATES,
        "If-Range": st.one_of(TAGS, DATES),
        "Range": RANGES,
    },
)


@given(FIELDS, st.sampled_from(["GET", "GET", "HEAD"]))
def test_every_header_is_answered_as_the_rfc_has_it(
    written: Written, client: Client, drawn: dict[str, str], method: str
) -> None:
    path, plan, content = written.first
    named = {"ETAG": plan.etag, "SIZE": str(len(content)), "LAST": str(len(content) - 1)}
    fields = {name: filled(value, named) for name, value in drawn.items()}
    try:
        for value in fields.values():
            value.encode("latin-1")
    except UnicodeEncodeError:
        fields = {name: value.replace("٣", "\xb3") for name, value in fields.items()}
    reply = client(path, fields, method)
    allowed = rfc9110.answers(method, fields, plan.etag, ALWAYS_S, content)
    body = reply.body if not reply.fields.get("content-type", "").startswith("multipart") else None
    got = (reply.status, reply.fields.get("content-range"))
    assert got in {(each.status, each.content_range) for each in allowed}
    if method == "HEAD":
        assert reply.body == b""
    elif reply.status in (200, 206) and body is not None:
        assert body in [each.body for each in allowed if each.status == reply.status]
    if reply.status != 304 and method == "GET":
        assert reply.fields["content-length"] == str(len(reply.body))


def filled(value: str, named: dict[str, str]) -> str:
    for name, told in named.items():
        value = value.replace(name, told)
    return value


@pytest.mark.parametrize(
    "told",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_a_date_is_read_in_each_form_of_the_rfc(told: str) -> None:
    assert read_date(told) == 784_111_777
