"""A session as browsers lay it together: the same bytes as its MP3, of sounds that are shared."""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.test_publish import everything, forms_of
from tests.session.conftest import make_project
from voicecoach.app import shared_sounds
from voicecoach.app.sessions import Sessions
from voicecoach.app.shared_sounds import SharedSounds
from voicecoach.publish.recording import Spliced
from voicecoach.publish.sinks.common import CommonFiles
from voicecoach.session.order import Order
from voicecoach.session.packed import pack, unpack
from voicecoach.session.plan import SessionPlan
from voicecoach.store.fragments import MissingFragment
from voicecoach.store.local import LocalStore
from voicecoach.store.place import open_place

ORDERS = [
    Order("short", voice="silent"),
    Order("short", voice="silent", under="sea", silence="carrier"),
    Order("desk-break", voice="silent", guidance="tones", silence="plain"),
    Order("desk-break", voice="silent", language="hi", under="rain", bitrate=96),
]
MOST_BYTES = 30_000


class Put(NamedTuple):
    """A place with the sounds of some sessions."""

    root: Path
    store: LocalStore
    plans: list[SessionPlan]
    sounds: SharedSounds

    def again(self) -> SharedSounds:
        return SharedSounds(CommonFiles(open_place(str(self.root)).files), self.root.parent)


@pytest.fixture(scope="module")
def put(tmp_path_factory: pytest.TempPathFactory) -> Put:
    folder = tmp_path_factory.mktemp("spliced")
    project = make_project(folder / "project")
    with Sessions(project) as sessions:
        made = [sessions.plan(sessions.resolve(order)).plan for order in ORDERS]
    store = LocalStore(project.cache.root)
    plans = [unpack(pack(plan), store) for plan in made]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared_sounds, "CHUNK_BYTES", 10_000)
        sounds = SharedSounds(CommonFiles(open_place(str(folder / "place")).files), folder)
        sounds.add(plans)
    return Put(folder / "place", store, plans, sounds)


def reader(root: Path, session: Spliced) -> Callable[[int, int], bytes]:
    """What a browser does, in few words: gives the bytes from one place up to another."""
    told = zlib.decompress(session.plan)
    end = 4 + int.from_bytes(told[:4], "little")
    plan = json.loads(told[4:end])
    files = [told[end:]]
    for path, _, _ in plan["files"][1:]:
        assert path.startswith("../../../../assets/")
        files.append((root / path.removeprefix("../../../../")).read_bytes())
    for data, (_, size, crc) in zip(files, plan["files"], strict=True):
        assert (len(data), zlib.crc32(data)) == (size, crc)
    content = bytearray()
    for which, offset, length in zip(*plan["runs"], strict=True):
        file, first, size = plan["sources"][which]
        source = files[file][first : first + size]
        rounds = source[offset:] + source * (length // size + 1)
        content += rounds[:length]
    assert len(content) == plan["size"]
    return lambda start, stop: bytes(content[start:stop])


@pytest.mark.parametrize("number", range(len(ORDERS)))
def test_it_is_the_mp3_byte_for_byte(put: Put, number: int) -> None:
    plan = put.plans[number]
    session = put.sounds.spliced(plan, "../../../../")
    read = reader(put.root, session)
    assert read(0, plan.size) == b"".join(plan.pieces())
    assert len(session.plan) <= MOST_BYTES


@given(st.data())
def test_any_stretch_is_that_of_the_plan(put: Put, data: st.DataObject) -> None:
    plan = data.draw(st.sampled_from(put.plans))
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, plan.size)] * 2)))
    read = reader(put.root, put.sounds.spliced(plan, "../../../../"))
    assert read(start, stop) == b"".join(plan.pieces(start, stop))


def test_files_are_named_by_content_and_of_a_good_size(put: Put) -> None:
    named = [put.sounds.spliced(plan, "") for plan in put.plans]
    for path in {path for each in named for path in each.files}:
        content = (put.root / path).read_bytes()
        assert path.split(".")[-2] == hashlib.sha256(content).hexdigest()[:12]
    for each, plan in zip(named, put.plans, strict=True):
        assert each.stem == f"{plan.etag[:16]}.{hashlib.sha256(each.plan).hexdigest()[:12]}"
        sizes = [(put.root / path).stat().st_size for path in each.files]
        assert each.size_bytes == sum(sizes) + len(each.plan)
    assert len({*named[0].files} & {*named[1].files}) >= 1, "they share sounds"
    bins = [f.stat().st_size for f in (put.root / "assets").glob("sounds.*")]
    assert len(bins) > 3
    assert sum(size < 10_000 for size in bins) <= 1


def test_what_is_there_is_not_put_again(put: Put) -> None:
    before = {f: f.stat().st_mtime_ns for f in put.root.rglob("*")}
    again = put.again()
    again.add(put.plans)
    for plan in put.plans:
        assert again.spliced(plan, "") == put.sounds.spliced(plan, "")
    assert {f: f.stat().st_mtime_ns for f in put.root.rglob("*")} == before


@pytest.mark.parametrize("lost", ["a file", "the index", "the index is damaged"])
def test_what_was_lost_is_put_again(put: Put, tmp_path: Path, lost: str) -> None:
    shutil.copytree(put.root.parent, tmp_path / "own", ignore=shutil.ignore_patterns("project"))
    own = put._replace(root=tmp_path / "own" / "place")
    if lost == "a file":
        next((own.root / "assets").glob("sounds.*")).unlink()
    elif lost == "the index":
        (tmp_path / "own" / "sounds.json").unlink()
    else:
        (tmp_path / "own" / "sounds.json").write_bytes(b'{"x": [1, 2]}')
    sounds = own.again()
    sounds.add(own.plans)
    for plan in own.plans:
        read = reader(own.root, sounds.spliced(plan, "../../../../"))
        assert read(0, plan.size) == b"".join(plan.pieces())


def test_a_sound_that_the_store_has_lost_is_never_another(put: Put, tmp_path: Path) -> None:
    shutil.copytree(put.store.root, tmp_path / "store")
    store = LocalStore(tmp_path / "store")
    plans = [unpack(pack(plan), store) for plan in put.plans[:3:2]]
    key = plans[1].layout.placed[-1].key
    store.discard([key])
    sounds = SharedSounds(CommonFiles(open_place(str(tmp_path / "place")).files), tmp_path)
    sounds.add(plans)
    lacking = [plan for plan in plans if key in {each.key for each in plan.layout.placed}]
    for plan in plans:
        if plan in lacking:
            with pytest.raises(MissingFragment):
                sounds.spliced(plan, "")
        else:
            assert sounds.spliced(plan, "").files
    assert plans[1] in lacking


def test_no_text_is_in_what_patients_share(put: Put) -> None:
    texts = {cue.text for plan in put.plans for cue in plan.content.cues if len(cue.text) > 9}
    for name, content in everything(put.root / "assets"):
        for text in texts:
            assert not any(form in content for form in forms_of(text)), name


def test_runs_join(put: Put) -> None:
    """No run is empty, and neighbours that read on are few: what a plan says is small."""
    from voicecoach.session.runs import runs_of

    for plan in put.plans:
        runs = [*runs_of(plan)]
        assert all(run.length > 0 for run in runs)
        assert sum(run.length for run in runs) == plan.size
        joined = [
            (one, two)
            for one, two in pairwise(runs)
            if one.source == two.source and one.offset + one.length == two.offset
        ]
        assert not joined
