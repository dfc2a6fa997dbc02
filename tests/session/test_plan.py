"""A planned session: each of its bytes is known before one is written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.conftest import SHORT, make_project
from voicecoach.app.sessions import Built, Sessions
from voicecoach.audio.mp3.bed import Bed
from voicecoach.audio.mp3.loop import loop_of
from voicecoach.audio.mp3.splice import Placed
from voicecoach.model.clinic import Clinic
from voicecoach.project import Project
from voicecoach.session.content import apart
from voicecoach.session.cover import Cover
from voicecoach.session.order import Order
from voicecoach.session.plan import SessionPlan, Shelf, Told
from voicecoach.session.render import render
from voicecoach.store.fragments import Fragments, MissingFragment
from voicecoach.store.local import LocalStore

SILENT = Order("short", voice="silent")

Projects = Callable[[str], Project]


def build(project: Project, order: Order = SILENT) -> Built:
    with Sessions(project) as sessions:
        return sessions.build(sessions.resolve(order))


def plan_of(project: Project, order: Order = SILENT) -> SessionPlan:
    with Sessions(project) as sessions:
        return sessions.plan(sessions.resolve(order)).plan


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(make_project(tmp_path_factory.mktemp("planned")))


@pytest.fixture(scope="module")
def plan(built: Built) -> SessionPlan:
    return built.planned.plan


@pytest.fixture(scope="module")
def content(built: Built) -> bytes:
    return built.saved.mp3.read_bytes()


@pytest.mark.slow
def test_the_size_is_that_of_the_file(plan: SessionPlan, content: bytes) -> None:
    assert plan.size == len(content)
    stream = io.BytesIO()
    assert render(plan, stream) == plan.size
    assert stream.getvalue() == content


@given(st.data())
def test_any_range_is_that_part_of_the_file(
    plan: SessionPlan, content: bytes, data: st.DataObject
) -> None:
    edges = [0, plan.size, *(plan.layout.begin_of(each.frame) for each in plan.layout.placed)]
    places = st.one_of(st.integers(0, plan.size + 9), st.sampled_from(edges))
    start, stop = data.draw(places), data.draw(places)
    assert b"".join(plan.pieces(start, stop)) == content[start:stop]


class Counting(Fragments):
    """Remembers what was asked for."""

    def __init__(self, cache: LocalStore) -> None:
        super().__init__(cache)
        self.asked: list[str] = []

    def frames(self, key: str) -> bytes:
        self.asked.append(key)
        return super().frames(key)


@given(st.data())
def test_nothing_outside_a_range_is_read(plan: SessionPlan, data: st.DataObject) -> None:
    store = plan.shelf.cache
    assert isinstance(store, LocalStore)
    counting = Counting(store)
    watched = replace(plan, shelf=Shelf(store, counting))
    start = data.draw(st.integers(0, plan.size))
    stop = data.draw(st.integers(start, min(plan.size, start + 60_000)))
    assert sum(map(len, watched.pieces(start, stop))) == stop - start
    tag = plan.size - plan.layout.size
    inside = [
        each.key
        for each in plan.layout.placed
        if tag + plan.layout.begin_of(each.frame) < stop
        and tag + plan.layout.begin_of(each.end) > start
    ]
    assert counting.asked == (inside if start < stop else [])


@pytest.mark.slow
def test_a_session_is_planned_without_reading_a_sound(
    projects: Projects, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build(projects("one"))
    monkeypatch.setattr(Fragments, "get", None)
    again = plan_of(projects_again(built))
    assert again == built.planned.plan
    assert again.etag == built.planned.plan.etag


def projects_again(built: Built) -> Project:
    from voicecoach.project import find_project

    return find_project(built.saved.mp3.parent.parent)


@pytest.mark.slow
def test_two_folders_give_the_same_session(projects: Projects) -> None:
    one, other = build(projects("one")), build(projects("other"))
    assert one.planned.plan == other.planned.plan
    assert one.planned.plan.etag == other.planned.plan.etag
    assert one.saved.mp3.read_bytes() == other.saved.mp3.read_bytes()


def others(plan: SessionPlan) -> Iterator[SessionPlan]:
    """Plans that differ from one in a single thing."""
    first, *rest = plan.layout.placed
    for content in (
        replace(plan.content, title="Another"),
        replace(plan.content, cues=plan.content.cues[1:]),
    ):
        yield replace(plan, told=Told(partial(replace, content)))
    for change in ({"title": "Another"}, {"artist": "Another"}, {"lyrics": ""}, {"chapters": ()}):
        yield replace(plan, tags=replace(plan.tags, **change))
    yield replace(plan, cover=Cover("0" * 64, plan.cover.size_bytes))
    part, *others = first.extent.parts
    louder = first.extent._replace(parts=(part._replace(crc=part.crc ^ 1), *others))
    for placed in (
        Placed(first.frame + 1, first.extent, first.key),
        Placed(first.frame, louder, first.key),
        Placed(first.frame, first.extent, "0" * 64),
    ):
        yield replace(plan, layout=replace(plan.layout, placed=(placed, *rest)))
    yield replace(plan, layout=replace(plan.layout, samples=plan.layout.samples + 1))
    yield replace(plan, layout=replace(plan.layout, bitrate_kbps=96))
    yield replace(plan, layout=replace(plan.layout, silence="plain"))
    bed = Bed(0, 40, loop_of("carrier", plan.layout.bitrate_kbps))
    yield replace(plan, layout=replace(plan.layout, beds=(bed,)))
    yield replace(plan, layout=replace(plan.layout, beds=(bed._replace(end=41),)))


def test_an_etag_changes_with_anything_in_the_session(plan: SessionPlan) -> None:
    etags = [plan.etag, *(other.etag for other in others(plan))]
    assert len(set(etags)) == len(etags)
    nowhere = LocalStore(Path("none"))
    assert plan.etag == replace(plan, shelf=Shelf(nowhere, Fragments(nowhere))).etag


@pytest.mark.slow
def test_what_was_damaged_belongs_to_the_session_that_found_it(projects: Projects) -> None:
    project = projects("one")
    key = build(project).planned.plan.layout.placed[0].key
    file = project.cache.root / key[:2] / key
    sound = file.read_bytes()
    file.write_bytes(sound[:-4] + b"rust")
    with Sessions(project) as sessions:
        order = sessions.resolve(SILENT)
        assert sessions.build(order).planned.damaged == 1
        assert sessions.build(order).planned.damaged == 0
    assert file.read_bytes() == sound


@pytest.mark.slow
def test_what_the_store_has_lost_is_made_again_or_said(projects: Projects) -> None:
    project = projects("one")
    built = build(project)
    content, plan = built.saved.mp3.read_bytes(), plan_of(project)
    key = plan.layout.placed[0].key
    (project.cache.root / key[:2] / key).unlink()
    with pytest.raises(MissingFragment):
        list(plan.pieces())
    assert list(plan.pieces(0, 100)) == [content[:100]], "the tag is there"
    again = build(project)
    assert (again.planned.new, again.saved.mp3.read_bytes()) == (1, content)


@pytest.mark.slow
def test_a_damaged_cover_is_drawn_again(projects: Projects) -> None:
    project = projects("one")
    content = build(project).saved.mp3.read_bytes()
    for file in project.cache.root.glob("??/*"):
        if b"PNG" in file.read_bytes()[:40]:
            file.write_bytes(b"rust")
    assert build(project).saved.mp3.read_bytes() == content


@given(st.integers(0, 200_000))
def test_it_can_be_heard_from_any_time_on(plan: SessionPlan, ms: int) -> None:
    tag = plan.size - plan.layout.size
    at = plan.byte_at(ms) - tag
    size = plan.layout.begin_of(0)
    frame = at // size - 1
    assert at % size == 0
    assert frame <= ms // 24
    assert not any(each.frame < frame < each.end for each in plan.layout.placed)
    heard = [each for each in plan.layout.placed if each.frame <= ms // 24 < each.end]
    assert all(each.frame == frame for each in heard)


@pytest.mark.slow
def test_chapters_stand_in_order_with_a_title_each(projects: Projects) -> None:
    plan = plan_of(projects("one"))
    titles = [title for title, _, _ in plan.tags.chapters]
    assert len({*titles}) == len(titles) > 2
    starts = [start for _, start, _ in plan.tags.chapters]
    assert starts == sorted(starts)


TWICE = SHORT + "  - rest: 10s\n  - march: hold 10s\n  - rest: 10s\n  - march: hold 10s\n"


@pytest.mark.slow
def test_what_is_done_again_has_another_title(tmp_path: Path) -> None:
    plan = plan_of(make_project(tmp_path, TWICE))
    titles = [chapter.title for chapter in plan.content.chapters]
    march = titles[1]
    assert [title for title in titles if title.startswith(march)] == [
        march,
        f"{march} (2)",
        f"{march} (3)",
    ]
    assert [title for title, _, _ in plan.tags.chapters] == titles


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (2) (2)", "a (3)", ""])))
def test_no_two_titles_are_the_same(titles: list[str]) -> None:
    found = apart(titles)
    assert len({*found}) == len(found) == len(titles)
    for own, title in zip(found, titles, strict=True):
        assert own.startswith(title)
    assert all(found[titles.index(title)] == title for title in titles)


@pytest.mark.slow
def test_more_chapters_than_players_show_are_warned_of(
    projects: Projects, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voicecoach.session.plan.MAX_CHAPTERS", 2)
    with Sessions(projects("one")) as sessions:
        planned = sessions.plan(sessions.resolve(SILENT))
    (said,) = [each for each in planned.warnings if each.code == "many-chapters"]
    assert "players show 2" in str(said.phrase)
    assert len(planned.plan.tags.chapters) == 2
    assert len(planned.plan.content.chapters) > 2


@pytest.mark.slow
def test_the_clinic_and_the_variant_are_on_tag_and_cover(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    clinic = Clinic("Harbour Physiotherapy")
    named = replace(project, settings=replace(project.settings, clinic=clinic))
    brief = replace(SILENT, guidance="brief")
    plain, other, variant = plan_of(project), plan_of(named), plan_of(named, brief)
    assert (plain.tags.artist, plain.tags.album) == ("voicecoach", "voicecoach")
    assert (other.tags.artist, other.tags.album) == (clinic.name, clinic.name)
    assert variant.content.subtitle
    assert variant.tags.title == f"Short ({variant.content.subtitle})"
    assert len({each.cover.digest for each in (plain, other, variant)}) == 3
    own = replace(named, settings=replace(named.settings, artist="Dr Ahn"))
    assert (plan_of(own).tags.artist, plan_of(own).tags.album) == ("Dr Ahn", clinic.name)
