"""A clinic's whole list: a batch against a loop of builds, and how its cost grows with patients."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.against import BEFORE, before
from bench.taken import HERE, VOICECOACH, Result, Taken, environment, median_of, once

PATIENTS = 200
CHANGED = 5
MANY = (100, 1_000, 10_000)
ROUTINE = "daily"  # which the program of before has too
SHORT = "daily-15"
LANGUAGES = ("en", "de", "es", "fr", "hi", "pt")
_BUILDS = 10  # of the loop; the others take as long
_LEAST_RATIO = 20
_MOST_BUILDS = 8
_MOST_SHARE = 0.01
_MOST_CPU_MS = 24


def measured_clinic(patients: int = PATIENTS, many: tuple[int, ...] = MANY) -> Iterator[Result]:
    """Measure a batch.

    Args:
        patients: of the first rows.
        many: numbers of patients whose sessions are planned and stored, the last with a limit.
    """
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        yield from _batch(place, patients)
        yield from _growth(place / "many", many)


def _batch(place: Path, patients: int) -> Iterator[Result]:
    """One routine for each patient, tailored to each."""
    folder = _project(place / "now", patients)
    (folder / "roster.csv").write_text(
        "label,what,profile,voice\n"
        + "".join(f"p-{n},{ROUTINE},case-{n},silent\n" for n in range(patients)),
        encoding="utf-8",
    )
    _run(folder, "batch", "roster.csv", "--to", "heard", "--jobs", "1", "--quiet")
    shutil.copytree(folder / "heard" / "fragments", folder / "site" / "fragments")
    shutil.copytree(folder / "heard" / "fragments", folder / "planned" / "fragments")
    planned = once(lambda: _many(folder, "planned", patients))
    if program := before(place / "before"):
        then_folder = _project(place / "then", _BUILDS)
        then = median_of([_build(then_folder, n, program) for n in range(_BUILDS)][1:]) * patients
        yield Result(
            f"{patients} patients, a session each, against a loop of `build` of {BEFORE}",
            f"{planned} against {then}",
            then / planned,
            f"{_LEAST_RATIO} times less",
            then / planned >= _LEAST_RATIO,
        )
    batch = ("batch", "roster.csv", "--to", "site", "--jobs", "1", "--quiet")
    first = once(lambda: _run(folder, *batch))
    ms = first.cpu_s * 1000 / patients
    said = f"{first}; {ms:.0f} ms each"
    yield Result("the same as a batch, with pages, feeds and sheets", said, ms, "no limit", True)
    build = median_of([_build(folder, n) for n in range(_BUILDS)][1:])
    for n in range(CHANGED):
        profile = folder / "scripts" / "profiles" / f"case-{n}.yaml"
        profile.write_text(_profile(n, patients + n), encoding="utf-8")
    again = once(lambda: _run(folder, *batch))
    yield Result(
        f"the same again, with {CHANGED} other profiles, against one `build`",
        f"{again} against {build}",
        again / build,
        f"at most {_MOST_BUILDS}",
        again / build <= _MOST_BUILDS,
    )
    yield from _sizes(folder)


def _sizes(folder: Path) -> Iterator[Result]:
    """What goes to the host, against whole MP3s."""
    from voicecoach.session.packed import unpack
    from voicecoach.store.place import open_place

    place = open_place(str(folder / "site"))
    whole = 0
    for etag in place.plans:
        payload = place.plans.get(etag).payload
        assert payload is not None
        whole += unpack(payload, place.fragments).size
    parts = ("plans", "fragments", "p", "assets")
    stored = {each: _bytes(folder / "site" / each) for each in parts}
    share = (stored["plans"] + stored["fragments"]) / whole
    yield Result(
        "their plans and sounds, against their MP3s",
        f"{(stored['plans'] + stored['fragments']) / 1e6:.1f} MB against {whole / 1e6:.0f} MB",
        share,
        f"at most {_MOST_SHARE:.0%}",
        share <= _MOST_SHARE,
    )
    pages, patients = stored["p"], len([*(folder / "site" / "p").glob("*/")])
    said = f"{pages / 1e6:.1f} MB, {pages / patients / 1e3:.0f} kB each; "
    said += f"{stored['assets'] / 1e3:.0f} kB that all share"
    claim = "their pages, feeds and sheets besides"
    yield Result(claim, said, pages / whole, "no limit", True)


def _growth(folder: Path, many: tuple[int, ...]) -> Iterator[Result]:
    """A mixed list: half with a profile, a fifth with a length, six languages."""
    _project(folder, max(many))
    rows = (
        f"p-{n},{SHORT},{f'case-{n}' if n % 2 else ''},{LANGUAGES[n % 6]},"
        f"{f'{12 + n % 7}m{n % 60:02}s' if n % 5 == 0 else ''},silent\n"
        for n in range(max(many))
    )
    table = "label,what,profile,language,length,voice\n" + "".join(rows)
    (folder / "roster.csv").write_text(table, encoding="utf-8")
    _many(folder, "heard", min(many))
    each: list[float] = []
    for number in many:
        place = folder / f"place-{number}"
        shutil.copytree(folder / "heard" / "fragments", place / "fragments")
        told: list[str] = []
        took = once(lambda: told.append(_many(folder, place.name, number)))  # noqa: B023
        each.append(took.cpu_s * 1000 / number)
        sessions, packed, whole = map(int, told[0].split())
        holds = each[-1] <= _MOST_CPU_MS or number != many[-1]
        yield Result(
            f"{number} patients planned and stored ({sessions} differing sessions)",
            f"{took}; {each[-1]:.1f} ms each; plans {packed / 1e6:.1f} MB of {whole / 1e9:.1f} GB",
            each[-1],
            f"at most {_MOST_CPU_MS} ms" if number == many[-1] else "no limit",
            holds,
        )
    flat = each[-1] / each[0]
    claim = f"cost of a patient of {many[-1]}, against one of {many[0]}"
    yield Result(claim, f"{flat:.2f}", flat, "at most 1", flat <= 1)


def _project(folder: Path, profiles: int) -> Path:
    """A project with a profile for each case, no two alike."""
    (folder / "scripts" / "routines").mkdir(parents=True)
    (folder / "scripts" / "profiles").mkdir()
    for n in range(profiles):
        file = folder / "scripts" / "profiles" / f"case-{n}.yaml"
        file.write_text(_profile(n, n), encoding="utf-8")
    return folder


def _profile(name: int, number: int) -> str:
    """A profile that no other number gives: doses, pace and settling."""
    pace = 1 + number % 40 / 100
    settle = 1 + number // 40 % 50 / 100
    hold = 0.8 + number // 2_000 % 50 / 100
    return (
        f"profile: case-{name}\npace: {pace:.2f}\nsettle: {settle:.2f}\n"
        f"factors: {{hold: x{hold:.2f}}}\n"
    )


def _build(folder: Path, number: int, program: Path = HERE.parent) -> Taken:
    """One `build` of a patient's session."""
    told = ("build", ROUTINE, "--profile", f"case-{number}", "--voice", "silent", "--quiet")
    return once(lambda: _run(folder, *told, program=program))


def _many(folder: Path, place: str, number: int) -> str:
    command = [sys.executable, str(HERE / "many.py"), str(folder), str(folder / place), str(number)]
    told = environment() | {"PYTHONPATH": str(HERE.parent)}
    return subprocess.run(command, env=told, check=True, stdout=subprocess.PIPE, text=True).stdout


def _run(folder: Path, *arguments: str, program: Path = HERE.parent) -> None:
    told = environment() | {"PYTHONPATH": str(program)}
    command = [*VOICECOACH, *arguments]
    subprocess.run(command, cwd=folder, env=told, check=True, capture_output=True)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
