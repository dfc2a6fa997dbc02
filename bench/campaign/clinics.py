"""What a clinic keeps: the list of patients' addresses, and the place that is served."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bench.campaign.mutate import damaged, mutated
from voicecoach.store.local import LocalStore
from voicecoach.store.near import NearStore
from voicecoach.store.protocol import FragmentStore
from voicecoach.store.tiered import TieredStore
from voicecoach.web.ondemand.answers import answer
from voicecoach.web.ondemand.place import PatientSites, read_told
from voicecoach.web.ondemand.sources import LocalFolder

if TYPE_CHECKING:
    from bench.campaign.kinds import Place

PATIENTS = "label,what,voice\np-001,short,silent\np-002,short,silent\n"
BATCH = "$V batch patients.csv --to site --base-url https://clinic.example/ --jobs 1 --quiet"
_LEFT = {200, 404, 410, 503}  # nothing else is answered, whatever was damaged
_MOST_BYTES = 10_000_000

Instead = Callable[[Path], object]


def _sparse(file: Path) -> None:
    """A gigabyte that takes no room."""
    file.touch()
    os.truncate(file, 10**9)


_INSTEAD: tuple[Instead, ...] = (
    Path.mkdir,
    os.mkfifo,
    lambda file: file.symlink_to(file.name),
    lambda file: file.symlink_to("nowhere"),
    lambda file: file.symlink_to("/dev/zero"),
    lambda file: file.write_bytes(b""),
    _sparse,
)
"""What may lie in the place of a file."""


def addresses(chance: random.Random, place: Place) -> str:
    """The list of patients' addresses, changed or replaced: refused as a whole, and kept."""
    file = place.folder / "links.csv"
    before = file.read_bytes()
    kept = place.home / "kept.csv"
    kept.write_bytes(before)
    commands = (["links", "list"], ["links", "backup", "copy.csv"], ["links", "recover", str(kept)])
    command = chance.choice(commands)
    try:
        if chance.random() < 0.2:
            file.unlink()
            chance.choice(_INSTEAD)(file)
        else:
            file.write_bytes(mutated(chance, before.decode()))
        ran = place.run(command)
        if not ran.code and command[1] == "recover" and not _all_in(before.decode(), file):
            return "an address is lost"
        if "links/damaged" in ran.said and " at line " not in ran.said:
            return f"no place: {ran.said[-200:]}"
        return ran.lost()
    finally:
        _gone(file)
        file.write_bytes(before)
        _gone(place.folder / "copy.csv")


def _all_in(before: str, file: Path) -> bool:
    """Whether what nobody can guess of each address of a list is in another."""
    there = file.read_text(encoding="utf-8")
    return all(secret in there for secret in re.findall("[0-9a-f]{32}", before))


def served(chance: random.Random, place: Place) -> str:
    """A place or its near store, damaged: what is sent is the session, or 503 and no byte of it."""
    site = place.folder / "site"
    whole = place.home / "site"
    if not whole.exists():
        shutil.copytree(site, whole)
    path, sound = _session(whole)
    try:
        files = sorted(each for each in site.rglob("*") if each.is_file())
        for file in chance.sample(files, min(len(files), chance.choice((1, 5, 40)))):
            content = file.read_bytes()
            file.unlink()
            if chance.random() < 0.7:
                file.write_bytes(damaged(chance, content))
            elif chance.random() < 0.8:
                chance.choice(_INSTEAD)(file)
        near = place.home / "near"
        if chance.random() < 0.5:
            chance.choice(_INSTEAD)(near)
        found = _sent(site, path, chance.choice((TieredStore, NearStore)), near)
        if found[0] not in _LEFT:
            return f"answered with {found[0]}"
        return "another sound was sent" if found[0] == 200 and found[1] != sound else ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        _gone(place.home / "near")
        _gone(site)
        shutil.copytree(whole, site)


@lru_cache(maxsize=1)
def _session(site: Path) -> tuple[str, bytes]:
    """The address of a patient's session, and the session."""
    folder = min(each.parent for each in site.glob("p/*/place.json"))
    media = min(read_told((folder / "place.json").read_bytes()).media)
    path = f"/p/{folder.name}/{media}"
    return path, _sent(site, path, TieredStore, site.parent / "unused")[1]


def _sent(
    site: Path, path: str, kind: Callable[[LocalStore, LocalStore], FragmentStore], near: Path
) -> tuple[int, bytes]:
    """The status of an answer, and its body."""
    store = kind(LocalStore(near), LocalStore(site / "fragments"))
    sites = PatientSites(LocalFolder(site), LocalStore(site / "plans"), store, _MOST_BYTES)
    told = answer(sites, "GET", path, {})
    return told.status, b"".join(told.body)


def _gone(file: Path) -> None:
    with suppress(FileNotFoundError):
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink()
