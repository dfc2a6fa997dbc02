"""What RFC 9110 allows a server to answer: written from its text, and from nothing of ours.

Where it leaves a choice (a malformed Range may be ignored or refused), each way is allowed.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Mapping
from typing import NamedTuple


class Allowed(NamedTuple):
    status: int
    content_range: str | None = None
    body: bytes | None = None


ETAGC = "[!#-~\x80-\xff]*"
TAG = rf'(?:W/)?"{ETAGC}"'
LIST = re.compile(rf"[ \t]*(?:,[ \t]*)*{TAG}(?:[ \t]*,[ \t]*(?:{TAG})?)*[ \t]*")


def tags(value: str) -> list[str] | None:
    """8.8.3 and 5.6.1.2: the tags of a list; None where it is none."""
    if value.strip(" \t") == "*":
        return ["*"]
    return re.findall(TAG, value) if LIST.fullmatch(value) else None


def date(value: str) -> int | None:
    """5.6.7: the three forms; weekdays are not looked at."""
    for form in ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"):
        try:
            return calendar.timegm(time.strptime(value, form))
        except ValueError:
            continue
    return None


def answers(
    method: str, fields: Mapping[str, str], etag: str, modified_s: int, content: bytes
) -> set[Allowed]:
    """13.2.2: the steps in their order. A malformed list of tags may be read as far as it goes."""
    strong = f'"{etag}"'
    result: set[Allowed] = set()
    for matches in step_1_2(fields, strong, modified_s):
        if not matches:
            result.add(Allowed(412))
            continue
        for known in step_3_4(fields, strong, modified_s):
            result |= (
                {Allowed(304)} if known else step_5(method, fields, strong, modified_s, content)
            )
    return result


def step_1_2(fields: Mapping[str, str], strong: str, modified_s: int) -> set[bool]:
    if "If-Match" in fields:
        found = tags(fields["If-Match"])
        if found is None:
            return {strong in fields["If-Match"], False}
        return {found == ["*"] or strong in found}  # strong comparison: a weak tag never matches
    before = date(fields.get("If-Unmodified-Since", ""))
    return {before is None or modified_s <= before}


def step_3_4(fields: Mapping[str, str], strong: str, modified_s: int) -> set[bool]:
    if "If-None-Match" in fields:
        found = tags(fields["If-None-Match"])
        if found is None:
            return {strong in fields["If-None-Match"], False}
        return {found == ["*"] or strong in [tag.removeprefix("W/") for tag in found]}
    since = date(fields.get("If-Modified-Since", ""))
    return {since is not None and modified_s <= since}


def step_5(
    method: str, fields: Mapping[str, str], strong: str, modified_s: int, content: bytes
) -> set[Allowed]:
    whole = Allowed(200, None, content)
    if method != "GET" or "Range" not in fields:
        return {whole}
    if "If-Range" in fields:
        same = fields["If-Range"] == strong or date(fields["If-Range"]) == modified_s
        if not same:
            return {whole}
    return parts(fields["Range"], whole, content)


def parts(value: str, whole: Allowed, content: bytes) -> set[Allowed]:
    """14.2: what a Range is answered with."""
    size, nothing = len(content), Allowed(416, f"bytes */{len(content)}")
    unit, equals, told = value.partition("=")
    if not equals or unit.lower() != "bytes":
        return {whole}
    asked, sound = [], False
    for spec in told.split(","):
        spec = spec.strip(" \t")
        if not spec:
            continue  # 5.6.1.2: empty elements do not count
        found = re.fullmatch(r"([0-9]*)-([0-9]*)", spec)
        if not found or spec == "-" or (found[1] and found[2] and int(found[1]) > int(found[2])):
            return {whole, nothing, Allowed(400)}  # 14.1.1: it is invalid
        sound = True
        if not found[1]:
            first, last = max(size - int(found[2]), 0), size - 1
        else:
            first, last = int(found[1]), min(int(found[2] or size), size - 1)
        if first <= last:
            asked.append((first, last))
    if not sound:
        return {whole, nothing, Allowed(400)}
    if not asked:
        return {nothing}
    single = {
        Allowed(206, f"bytes {first}-{last}/{size}", content[first : last + 1])
        for first, last in asked
    }
    return single if len(asked) == 1 else {Allowed(206), whole}
