"""Sessions for one who knows them, as a user builds them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import load_json
from voicecoach.session.record import read_record

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.slow
def test_what_one_knows_is_shorter_and_has_its_own_name(voicecoach: Run, project: Path) -> None:
    options = ("gentle", "--quiet", "--voice", "silent")
    for familiar in ((), ("--familiar", "0"), ("--familiar", "3"), ("--familiar", "10")):
        voicecoach("build", *options, *familiar)
    names = sorted(file.name for file in (project / "audio").glob("*.json"))
    assert names == [
        "gentle.silent.familiar-10.json",
        "gentle.silent.familiar-3.json",
        "gentle.silent.json",  # nothing done before: nothing fades
    ]
    known, often, new = (read_record(project / "audio" / name).content for name in names)
    assert known.duration_ms < often.duration_ms < new.duration_ms
    assert (new.faded, often.faded["march"], known.faded["march"]) == ({}, "familiar", "known")


def test_what_faded_is_shown_with_why(voicecoach: Run, project: Path) -> None:
    told = voicecoach("show", "gentle", "--familiar", "4")
    assert "Explained less, as it was done before:" in told.stderr
    assert "  Pelvic tilt: explained briefly, done 4 times before" in told.stderr
    shown = load_json(voicecoach("show", "gentle", "--familiar", "4", "--json").stdout)
    assert isinstance(shown["fading"], list)
    signs = next(each for each in shown["fading"] if each["kind"] == "faded/signs")
    assert signs["message"] == "warning signs: in one sentence, done 4 times before"
    assert signs["facts"]["done"]["facts"] == {"times": 4}
    assert load_json(voicecoach("show", "gentle", "--json").stdout)["fading"] == []


@pytest.mark.slow
def test_check_and_list_know_it_too(voicecoach: Run, project: Path) -> None:
    voicecoach("check", "gentle", "--familiar", "10")

    def minutes(*options: str) -> float:
        rows = json.loads(voicecoach("list", "--json", *options).stdout)["routines"]
        return next(float(row["minutes"]) for row in rows if row["name"] == "gentle")

    assert minutes("--familiar", "10") < minutes("--familiar", "3") < minutes()


@pytest.mark.parametrize("order", [("--familiar", "3", "--guidance", "brief"),
                                   ("--guidance", "full", "--familiar", "3")])  # fmt: skip
def test_only_guidance_that_fades_asks_how_often(
    voicecoach: Run, project: Path, order: tuple[str, ...]
) -> None:
    refused = voicecoach("show", "gentle", *order, code=2)
    assert "only guidance that fades looks at it: --guidance fading" in refused.stderr
    assert voicecoach("show", "gentle", "--familiar", "-1", code=2)


@pytest.mark.slow
def test_the_nearest_length_is_made_with_a_warning(voicecoach: Run, project: Path) -> None:
    options = ("gentle", "--voice", "silent", "--length", "1m")
    refused = voicecoach("build", *options, code=3)
    assert "the shortest that can be is" in refused.stderr
    assert "(step " in refused.stderr
    told = voicecoach("build", *options, "--nearest")
    assert "'gentle' cannot last 1m, so it lasts " in told.stderr
    assert "nearest-length" in told.stderr
    lasts = read_record(project / "audio" / "gentle.silent.1m.json").content.duration_ms
    assert lasts > 60_000
