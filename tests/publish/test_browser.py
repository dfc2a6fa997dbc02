"""The page of a session in a real browser: it plays, seeks, shows, remembers, for everyone."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Session
from tests.publish.browser import (
    FOREIGN_HOST,
    Visit,
    barriers,
    expect_time,
    lighthouse,
    put,
    time_ms,
    until,
    visiting,
    wait_for_time,
    write_site,
)
from tests.publish.conftest import mp3_of, offer_of, site_of
from tests.publish.server import Server, serving
from tests.publish.test_text import HOSTILE
from tests.records import changed
from voicecoach.base.clock import format_hours
from voicecoach.publish.builders.player import session_files
from voicecoach.publish.episode import Episode
from voicecoach.publish.steps import steps_of
from voicecoach.session.record import RecordedPlan, SessionRecord, Warnings

pytestmark = pytest.mark.tools

SAVE = re.compile(r"^Save for offline \(1\.\d MB\)$")
SAVED = re.compile(r"^Saved for offline \(1\.\d MB\)$")

PLAN = RecordedPlan("Back care", "Dr M. Lindqvist", "2026-12-18", "112")
SCHEMES = ("light", "dark")
WIDTHS = (320, 390, 1280)


@pytest.fixture(scope="module")
def offers(built_silent: Callable[..., Session], desk_break: Session) -> dict[str, Episode]:
    record = changed(desk_break.record, plan=PLAN)
    german = built_silent("desk-break", language="de")
    hostile = _hostile(desk_break.record)
    return {
        "plain": offer_of(desk_break, record),
        "everything": offer_of(built_silent("everything")),
        "german": offer_of(german, slug="pause-am-schreibtisch-de-1", media="s/german.mp3"),
        "hostile": offer_of(desk_break, hostile, slug="hostile-1"),
        "withdrawn": offer_of(desk_break, slug="withdrawn-1", withdrawn=True),
    }


def _hostile(record: SessionRecord) -> SessionRecord:
    text = f"{HOSTILE.replace(chr(0xD800), '')} {'Donaudampfschiff' * 12}"
    return changed(
        record,
        title=text,
        chapters=tuple(replace(chapter, title=text) for chapter in record.content.chapters),
        exercises=tuple(
            replace(each, title=text, purpose=text, dose_text=text, position=text)
            for each in record.content.exercises
        ),
        cues=tuple(replace(cue, text=cue.text and text) for cue in record.content.cues),
        subtitle=text,
        warnings=Warnings((text,), (text,), (text,)),
        needs=(text,),
        plan=RecordedPlan(text, text, text, text),
    )


@pytest.fixture(scope="module")
def folder(offers: dict[str, Episode], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, site_of(*offers.values()))
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    with visiting(browser, server.url, viewport={"width": 390, "height": 844}) as visit:
        yield visit
        visit.check()


@pytest.fixture
def plain(offers: dict[str, Episode]) -> Episode:
    return offers["plain"]


# Playing


def test_plays_with_one_button_at_its_own_speed(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    expect(page.locator("#left")).to_have_text(format_hours(plain.content.duration_ms))
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    wait_for_time(page, 1200)
    assert page.evaluate("document.getElementById('audio').playbackRate") == 1
    page.get_by_role("button", name="Pause", exact=True).click()
    # A pause is when it changes over to what was loaded whole.
    until(page, "document.getElementById('audio').src.startsWith('blob:')")
    wait_for_time(page, 1200)
    stopped = time_ms(page)
    page.wait_for_timeout(200)
    assert time_ms(page) == stopped
    left = format_hours(plain.content.duration_ms - math.floor(stopped))
    expect(page.locator("#left")).to_have_text(left)


def test_is_as_long_as_the_record_says(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    duration_ms = page.evaluate("document.getElementById('audio').duration") * 1000
    assert abs(duration_ms - plain.content.duration_ms) <= 50


def test_seeks_by_chapter_and_shows_what_is_done_then(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    steps = steps_of(plain.content)
    for index, step in enumerate(steps):
        page.locator("#steps a").nth(index).click()
        expect_time(page, step.start_ms)
        expect(page.locator("#now")).to_have_text(step.title)
        expect(page.locator("#steps [aria-current]")).to_contain_text(step.title)
        if index + 1 < len(steps):
            expect(page.locator("#next")).to_have_text(steps[index + 1].title)
    expect(page.locator("#next")).not_to_be_visible()


def test_a_tap_on_a_chapter_shows_the_player(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    page.locator("#steps a").nth(2).scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 300)")
    expect(page.locator("#play")).not_to_be_in_viewport()
    page.locator("#steps a").nth(2).press("Enter")
    expect(page.locator("#play")).not_to_be_in_viewport()
    page.locator("#steps a").nth(1).click()
    expect(page.locator("#play")).to_be_in_viewport()


def test_shows_the_right_exercise_at_every_time(visit: Visit, plain: Episode) -> None:
    """Seeking anywhere by the slider shows the exercise that the record has at that time."""
    page = visit.open(plain)
    titles = {each.id: each for each in plain.content.exercises}
    slots = [slot for slot in plain.content.slots if slot.end_ms - slot.start_ms > 2000]
    for slot in slots[::3]:
        seconds = slot.start_ms // 1000 + 1
        page.locator("#position").fill(str(seconds))
        expect_time(page, seconds * 1000)
        if slot.exercise:
            expect(page.locator("#now")).to_have_text(titles[slot.exercise].title)
            expect(page.locator("#dose")).to_contain_text(titles[slot.exercise].dose_text)
            expect(page.locator("#figure svg")).to_be_visible()


def test_the_exercise_changes_on_time_while_it_plays(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    step = steps_of(plain.content)[2]
    page.evaluate(
        """start => new Promise((resolve) => {
          const audio = document.getElementById("audio");
          const now = document.getElementById("now");
          new MutationObserver(() => { window.changedAt = audio.currentTime * 1000; })
            .observe(now, { childList: true });
          audio.currentTime = (start - 700) / 1000;
          audio.onseeked = resolve;
        })""",
        step.start_ms,
    )
    expect(page.locator("#now")).not_to_have_text(step.title)
    page.evaluate("window.changedAt = undefined; document.getElementById('play').click()")
    until(page, "window.changedAt !== undefined")
    # Browsers tell the time four times a second, a busy machine less often; never too early.
    assert -50 <= page.evaluate("window.changedAt") - step.start_ms <= 600
    expect(page.locator("#now")).to_have_text(step.title)


def test_the_sound_is_where_the_record_says(visit: Visit, plain: Episode) -> None:
    """What is heard after seeking starts when the record says: the browser's seeking is exact."""
    page = visit.open(plain)
    tones = [cue for cue in plain.content.cues if not cue.text]  # its voice is silent
    late = [
        cue.start_ms
        for before, cue in pairwise(tones)
        if cue.start_ms - before.end_ms > 900 and cue.start_ms > 120_000
    ]
    heard = page.evaluate(
        """async (start) => {
          const audio = document.getElementById("audio");
          const context = new AudioContext({ latencyHint: "interactive" });
          const analyser = new AnalyserNode(context, { fftSize: 512 });
          context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
          audio.currentTime = (start - 600) / 1000;
          await new Promise((resolve) => { audio.onseeked = resolve; });
          await audio.play();
          const samples = new Float32Array(analyser.fftSize);
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 4));
            analyser.getFloatTimeDomainData(samples);
            if (audio.currentTime * 1000 > start + 1000) return null;
            // The carrier of the pauses is at 0.036.
            if (samples.some((value) => Math.abs(value) > 0.06)) return audio.currentTime * 1000;
          }
        }""",
        late[0],
    )
    assert heard is not None
    assert -100 <= heard - late[0] <= 350


def test_ends_and_starts_anew(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    page.locator("#position").fill(str(plain.content.duration_ms // 1000))
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator("#said")).to_have_text("The session is over.")
    expect(page.locator("#left")).to_have_text("0:00")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Close").click()
    visit.reload()
    expect_time(page, 0)


def test_previous_next_and_ten_seconds_back(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    starts = [step.start_ms for step in steps_of(plain.content)]
    following = page.get_by_role("button", name="Next exercise")
    previous = page.get_by_role("button", name="Previous exercise")
    following.click()
    following.click()
    expect_time(page, starts[2])
    previous.click()
    expect_time(page, starts[1])
    page.get_by_role("button", name="10 seconds back").click()
    expect_time(page, starts[1] - 10_000)
    previous.click()
    expect_time(page, 0)
    for _ in starts[1:]:
        following.click()
    expect_time(page, starts[-1])
    expect(following).to_be_disabled()


def test_a_slider_that_is_put_back_follows_the_time_again(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    box = page.locator("#position").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, y)
    expect(page.locator("#left")).not_to_have_text(format_hours(plain.content.duration_ms))
    assert time_ms(page) == 0, "the sound stays until one lets go"
    page.mouse.move(box["x"] + 12, y)
    page.mouse.up()
    page.locator("#steps a").nth(1).click()
    second = steps_of(plain.content)[1].start_ms
    expect(page.locator("#position")).to_have_value(str(second // 1000))


def _stopped(page: Page, offer: Episode, ms: int, ago_ms: int) -> None:
    """Keep a place as if one had stopped there some time ago."""
    key = f"voicecoach:{offer.record.id}"
    page.add_init_script(
        f"sessionStorage.getItem('set') || localStorage.setItem({key!r},"
        f" JSON.stringify({{ ms: {ms}, at: Date.now() - {ago_ms} }}));"
        "sessionStorage.setItem('set', '1')"
    )


def test_goes_on_at_the_last_set_or_side_and_says_which(
    visit: Visit, offers: dict[str, Episode]
) -> None:
    offer = offers["everything"]
    slots = offer.content.slots
    second = next(s for s in slots if s.exercise == "bridge" and s.set == 2 and s.rep == 1)
    later = next(s for s in slots if s.start_ms > second.start_ms and s.rep == 3 and s.set == 2)
    page = visit.page
    _stopped(page, offer, later.start_ms, 30_000)
    visit.open(offer)
    expect(page.locator("#said")).to_have_text("You go on with: My bridge \u00b7 Set 2 of 2")
    expect_time(page, second.start_ms)
    page.get_by_role("button", name="Start from the beginning").click()
    expect_time(page, 0)
    expect(page.get_by_role("button", name="Start from the beginning")).not_to_be_visible()
    visit.reload()
    expect_time(page, 0)


def test_after_two_minutes_one_goes_on_where_one_lies_down(
    visit: Visit, offers: dict[str, Episode]
) -> None:
    offer = offers["everything"]
    steps = steps_of(offer.content)
    down = next(step for step in steps if step.title == "My bridge")
    again = [step for step in steps if step.title == "My bridge"][1]
    page = visit.page
    _stopped(page, offer, again.start_ms + 30_000, 121_000)
    visit.open(offer)
    expect_time(page, down.start_ms)
    expect(page.locator("#said")).to_have_text("You go on with: My bridge")


def test_the_next_day_offers_the_beginning(visit: Visit, offers: dict[str, Episode]) -> None:
    offer = offers["everything"]
    step = next(step for step in steps_of(offer.content) if step.title == "Cat and cow")
    page = visit.page
    _stopped(page, offer, step.start_ms + 30_000, 86_400_000)
    visit.open(offer)
    expect_time(page, 0)
    expect(page.locator("#said")).to_contain_text("you start from the beginning")
    page.get_by_role("button", name="Go on with: Cat and cow").click()
    expect_time(page, step.start_ms)


@pytest.mark.parametrize("kept", ["999999999", "-5", "nonsense", "NaN", ""])
def test_a_place_that_the_session_does_not_have_is_its_start(
    visit: Visit, plain: Episode, kept: str
) -> None:
    page = visit.open(plain)
    key = f"voicecoach:{plain.record.id}"
    page.add_init_script(f"localStorage.setItem({key!r}, {kept!r})")
    visit.reload()
    expect_time(page, 0)
    expect(page.get_by_role("button", name="Start from the beginning")).not_to_be_visible()


def test_a_recording_that_cannot_be_had_is_told(visit: Visit, plain: Episode) -> None:
    visit.context.route("**/*.mp3", lambda route: route.fulfill(status=503))
    page = visit.page
    page.goto(f"{visit.site}{plain.folder}")
    failed = "The recording cannot be played. Check your connection."
    expect(page.locator("#said")).to_have_text(failed)
    expect(page.get_by_role("link", name="Open the recording itself")).to_be_visible()
    visit.context.unroute("**/*.mp3")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_time(page, 200)
    expect(page.locator("#said")).to_have_text("")
    visit.complaints.clear()  # the browser's own word on the 503


# The transcript


def test_the_transcript_keeps_pace_and_is_not_read_out(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    page.locator("#transcript summary").click()
    spoken = [cue for cue in plain.content.cues if cue.text]
    page.locator("#transcript").scroll_into_view_if_needed()
    assert page.locator("#transcript a").all_inner_texts() == [cue.text for cue in spoken]
    for cue in spoken[::15]:
        page.evaluate(
            "ms => new Promise((done) => { const audio = document.getElementById('audio');"
            "audio.onseeked = done; audio.currentTime = ms / 1000; })",
            cue.start_ms + 50,
        )
        expect(page.locator("#transcript [aria-current]")).to_have_text(cue.text)
        expect(page.locator("#transcript [aria-current]")).to_be_in_viewport()
    assert page.locator("#transcript [aria-live], #transcript [role]").count() == 0
    page.locator("#transcript a").nth(5).click()
    expect_time(page, spoken[5].start_ms)


# The lock screen

_LISTEN = """
  window.handlers = {};
  window.places = [];
  navigator.mediaSession.setActionHandler = (name, handler) => { window.handlers[name] = handler; };
  navigator.mediaSession.setPositionState = (state) => { window.places.push(state); };
"""


def test_the_lock_screen_knows_the_session(visit: Visit, plain: Episode) -> None:
    visit.page.add_init_script(_LISTEN)
    page = visit.open(plain)
    starts = [step.start_ms for step in steps_of(plain.content)]
    second = steps_of(plain.content)[1]
    page.evaluate("window.handlers = {}")
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "Object.keys(window.handlers).length >= 7")
    assert sorted(page.evaluate("Object.keys(window.handlers)")) == [
        "nexttrack",
        "pause",
        "play",
        "previoustrack",
        "seekbackward",
        "seekforward",
        "seekto",
    ]
    page.evaluate("window.handlers.pause()")
    page.evaluate("window.handlers.nexttrack({})")
    expect_time(page, starts[1])
    shown = page.evaluate(
        "(({title, artist, album, artwork}) => [title, artist, album, artwork[0].src])"
        "(navigator.mediaSession.metadata)"
    )
    assert shown[:3] == ["Desk break", second.title, "Harbour Physiotherapy"]
    assert page.evaluate("src => fetch(src).then((r) => r.ok)", shown[3])
    page.evaluate("window.handlers.seekto({ seekTime: 150.25 })")
    expect_time(page, 150_250)
    page.evaluate("window.handlers.seekbackward({})")
    page.evaluate("window.handlers.previoustrack({})")
    expect_time(page, starts[2])
    place = page.evaluate("window.places.at(-1)")
    assert place["duration"] == pytest.approx(plain.content.duration_ms / 1000)
    assert place["playbackRate"] == 1
    assert place["position"] == pytest.approx(starts[2] / 1000)


# For everyone


def test_keyboard_alone(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.href"))
    assert reached[0].endswith("#player")
    assert reached[1].endswith("index.html")
    assert reached[2:7] == ["back", "previous", "play", "following-step", "position"]
    assert reached[7] == "tel:112"
    page.locator("#play").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()
    page.locator("#position").focus()
    at = time_ms(page)
    for key, step in (("ArrowRight", 10), ("PageUp", 60), ("ArrowLeft", -10), ("ArrowUp", 10)):
        page.keyboard.press(key)
        at += step * 1000
        expect_time(page, at)
    expect(page.locator("#position")).not_to_have_attribute(
        "aria-valuetext", re.compile("Shoulder rolls")
    )
    page.keyboard.press("Home")
    expect_time(page, 0)
    page.locator("#steps a").nth(1).press("Enter")
    expect_time(page, steps_of(plain.content)[1].start_ms)


def test_the_transcript_is_one_stop_for_the_keyboard(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    page.locator("#transcript summary").press("Enter")
    page.keyboard.press("Tab")
    lines = page.locator("#transcript a")
    expect(lines.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    cue = [cue for cue in plain.content.cues if cue.text][1]
    expect_time(page, cue.start_ms)
    page.keyboard.press("Tab")
    assert not page.evaluate(
        "document.getElementById('transcript').contains(document.activeElement)"
    )


def test_names_for_screen_readers(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    second = steps_of(plain.content)[1].start_ms
    page.locator("#steps a").nth(1).click()
    expect(page.get_by_role("main")).to_match_aria_snapshot(
        f"""
        - region "Desk break":
          - heading "Desk break" [level=1]
          - 'img "Standing: Lift your knees in turn, and swing your arms."'
          - paragraph: March on the spot
          - paragraph: For one minute.
          - paragraph: Listen
          - paragraph: Next Shoulder rolls
          - button "10 seconds back"
          - button "Previous exercise"
          - button "Play"
          - button "Next exercise"
          - slider "Position in the session": "{second // 1000}"
          - paragraph:
            - text: Time left
            - timer: {format_hours(plain.content.duration_ms - second)}
          - status
        - region "Call 112 now if you notice any of these":
          - heading "Call 112 now if you notice any of these" [level=2]:
            - text: Call
            - link "112"
            - text: now if you notice any of these
          - list
          - heading "When to stop" [level=3]
          - list:
            - listitem: Stop for sharp pain, pain down a leg, new numbness, or dizziness.
        - paragraph:
          - button /Save for offline/
        - region "Exercises":
          - heading "Exercises" [level=2]
          - list:
            - listitem:
              - link "Before you start 0:00"
        """
    )
    value = page.locator("#position").get_attribute("aria-valuetext")
    assert value == f"{format_hours(second)} · March on the spot"
    assert page.get_by_role("term").all_inner_texts() == [
        "Length",
        "Prescribed by",
        "Review on",
    ]
    assert page.get_by_role("definition").all_inner_texts()[1:] == [
        "Dr M. Lindqvist",
        "December 18, 2026",
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["plain", "hostile", "withdrawn"])
def test_no_barriers(
    browser: Browser, server: Server, offers: dict[str, Episode], name: str, scheme: Any
) -> None:
    """No rule of axe-core is broken, in any state of the page."""
    with visiting(browser, server.url, color_scheme=scheme) as visit:
        page = visit.open(offers[name])
        assert barriers(page) == []
        if name == "plain":
            page.locator("#steps a").nth(2).click()
            page.locator("#transcript summary").click()
            page.locator("#save").click()
            expect(page.locator("#forget")).to_be_visible()
            assert barriers(page) == []


def test_lighthouse_finds_nothing_to_mend(server: Server, plain: Episode) -> None:
    scores, low = lighthouse(f"{server.url}{plain.folder}")
    assert scores == {"accessibility": 1, "best-practices": 1}, low


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(
    browser: Browser, server: Server, offers: dict[str, Episode], width: int
) -> None:
    with visiting(browser, server.url, viewport={"width": width, "height": 700}) as visit:
        for offer in offers.values():
            page = visit.open(offer)
            if not offer.withdrawn:
                page.locator("#steps a").nth(1).click()
                page.locator("#transcript summary").click()
            assert page.evaluate("document.documentElement.scrollWidth") == width, offer.slug
        visit.check()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_large_targets_and_text_of_any_size(
    browser: Browser, server: Server, plain: Episode, scheme: Any
) -> None:
    with visiting(
        browser, server.url, viewport={"width": 320, "height": 600}, color_scheme=scheme
    ) as visit:
        page = visit.open(plain)
        for button in page.locator(".controls button").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
        play = page.locator("#play").bounding_box()
        assert play is not None
        assert play["width"] >= 96
        page.add_init_script("document.documentElement.style.fontSize = '200%'")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_hostile_texts_are_letters_on_the_page(visit: Visit, offers: dict[str, Episode]) -> None:
    page = visit.open(offers["hostile"])
    assert page.locator("script").count() == 9
    expect(page.locator("h1")).to_contain_text("<script>alert('x')</script> ]]> [31m gnp.exe")
    page.locator("#steps a").nth(1).click()
    expect(page.locator("#now")).to_contain_text("<script>")
    visit.reload()
    expect(page.locator("#said")).to_contain_text("You go on with: <script>")


def test_without_scripts_the_browsers_own_controls_play(
    browser: Browser, server: Server, plain: Episode
) -> None:
    with visiting(browser, server.url, java_script_enabled=False) as visit:
        page = visit.page
        page.goto(f"{visit.site}{plain.folder}")
        expect(page.locator("audio[controls]")).to_be_visible()
        expect(page.locator("#play")).not_to_be_visible()
        expect(page.locator("#keep")).not_to_be_visible()
        start = steps_of(plain.content)[1].start_ms / 1000
        link = page.locator("#steps a").nth(1).get_attribute("href")
        assert link == f"{Path(plain.media).name}#t={start}"


def test_from_disk(
    browser: Browser, offers: dict[str, Episode], tmp_path: Path, plain: Episode
) -> None:
    """A site for a memory stick: it plays and shows without a server, and offers no saving."""
    write_site(tmp_path, site_of(*offers.values(), standalone=True, base_url=""))
    with visiting(browser, tmp_path.as_uri() + "/") as visit:
        page = visit.open(plain, "index.html")
        page.locator("#steps a").nth(1).click()
        expect(page.locator("#now")).to_have_text(steps_of(plain.content)[1].title)
        page.locator("#play").click()
        wait_for_time(page, steps_of(plain.content)[1].start_ms + 200)
        assert page.locator("body").evaluate("e => getComputedStyle(e).marginTop") == "0px"
        expect(page.locator("#kept")).to_have_text("This address cannot be saved for offline use.")
        expect(page.locator("#save")).not_to_be_visible()
        page.get_by_role("link", name="All sessions").click()
        assert page.title() == "Harbour Physiotherapy"
        visit.check()


def test_a_plain_address_does_not_offer_saving(
    browser: Browser, server: Server, plain: Episode
) -> None:
    site = server.url.replace("localhost", FOREIGN_HOST)
    with visiting(browser, site) as visit:
        page = visit.open(plain)
        expect(page.locator("#kept")).to_have_text("This address cannot be saved for offline use.")
        expect(page.locator("#save")).not_to_be_visible()
        visit.check()


def test_nothing_jumps(browser: Browser, server: Server, offers: dict[str, Episode]) -> None:
    """Neither while the page loads nor while a session plays does anything move by itself."""
    for width, height in ((390, 844), (768, 1024), (1280, 800)):
        size = {"width": width, "height": height}
        with visiting(browser, server.url, viewport=size) as visit:
            visit.page.add_init_script(
                """window.jumps = 0;
                new PerformanceObserver((list) => {
                  for (const entry of list.getEntries()) window.jumps += entry.value;
                }).observe({ type: "layout-shift", buffered: true });"""
            )
            page = visit.open(offers["everything"])
            page.evaluate("document.fonts.ready")
            slots = offers["everything"].content.slots
            for slot in slots[::12]:
                page.evaluate(
                    "ms => { document.getElementById('audio').currentTime = ms / 1000; }",
                    slot.start_ms + 100,
                )
                page.wait_for_timeout(120)
            assert page.evaluate("window.jumps") <= 0.02, width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_player_is_read_from_the_mat(
    browser: Browser, server: Server, offers: dict[str, Episode], scheme: Any
) -> None:
    """Contrast on the player is that of WCAG's level AAA, whatever one does."""
    with visiting(browser, server.url, color_scheme=scheme) as visit:
        page = visit.open(offers["everything"])
        for kind in ("settle", "hold", "rest", "breathe"):
            slot = next(s for s in offers["everything"].content.slots if s.kind == kind)
            page.locator("#position").fill(str(slot.start_ms // 1000 + 1))
            assert barriers(page, rule="color-contrast-enhanced", within="#player") == []


# What the body does


def test_shows_rep_side_and_seconds_at_every_time(visit: Visit, offers: dict[str, Episode]) -> None:
    """What stands on the player is what the record's slots say, to the second."""
    offer = offers["everything"]
    page = visit.open(offer)
    for slot in [s for s in offer.content.slots if s.kind in ("hold", "rest")]:
        page.locator("#position").fill(str(slot.start_ms // 1000 + 2))
        expect_time(page, (slot.start_ms // 1000 + 2) * 1000)
        left = math.ceil((slot.end_ms - (slot.start_ms // 1000 + 2) * 1000 - 20) / 1000)
        expect(page.locator("#seconds")).to_have_text(str(left))
        if slot.side:
            expect(page.locator("#doing")).to_contain_text(slot.side)
    bird_dog = next(s for s in offer.content.slots if s.exercise == "bird-dog" and s.rep == 2)
    page.locator("#position").fill(str(bird_dog.start_ms // 1000 + 5))
    expect(page.locator("#doing")).to_have_text("2 of 2 right")
    expect(page.locator("#phase")).to_have_text("Out and reach")
    breath = next(s for s in offer.content.slots if s.kind == "breathe")
    page.locator("#position").fill(str(breath.start_ms // 1000 + 1))
    expect(page.locator("#phase")).to_have_text("Breathe in")


def test_the_ring_moves_by_seconds_where_motion_is_not_wanted(
    browser: Browser, server: Server, offers: dict[str, Episode]
) -> None:
    with visiting(browser, server.url, reduced_motion="reduce") as visit:
        page = visit.open(offers["everything"])
        hold = next(s for s in offers["everything"].content.slots if s.kind == "hold")
        shown = []
        for ms in (100, 900, 1100):
            expect_time(page, time_ms(page))
            page.evaluate(
                "ms => new Promise((done) => { const audio = document.getElementById('audio');"
                "audio.onseeked = done; audio.currentTime = ms / 1000; })",
                hold.start_ms + ms,
            )
            shown.append(page.locator("#ring .arc").get_attribute("stroke-dashoffset"))
        assert shown[0] == shown[1] != shown[2]
        assert page.locator("#ring").evaluate("e => e.style.getPropertyValue('--breath')") == "1"


# The end


def test_the_end_asks_how_it_was_and_keeps_a_diary_on_the_phone(
    visit: Visit, plain: Episode
) -> None:
    page = visit.open(plain)
    expect(page.locator("#diary")).not_to_be_visible()
    page.locator("#position").fill(str(plain.content.duration_ms // 1000))
    page.locator("#play").click()
    end = page.get_by_role("dialog")
    expect(end.get_by_role("heading")).to_have_text("The session is over. How was it?")
    end.get_by_role("group", name="Pain now").get_by_label("3", exact=True).check()
    end.get_by_role("group", name="Effort").get_by_label("6", exact=True).check()
    assert barriers(page) == []
    end.get_by_role("button", name="Write it down").click()
    expect(end.get_by_role("status")).to_have_text("Written down.")
    end.get_by_role("button", name="Close").click()
    row = page.locator("#entries tr")
    expect(row).to_have_count(1)
    expect(row.locator("td")).to_have_text(["Desk break", "3", "6"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the diary as a file").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == '"Date","Session","Pain","Effort"'
    assert text.splitlines()[1].endswith('"Desk break","3","6"')
    page.get_by_role("button", name="Delete the diary").click()
    page.get_by_role("button", name="Really delete it?").click()
    expect(page.locator("#diary")).not_to_be_visible()


# With others


def test_two_windows_do_not_play_at_once(visit: Visit, offers: dict[str, Episode]) -> None:
    first = visit.open(offers["plain"])
    first.locator("#play").click()
    wait_for_time(first, 300)
    second = visit.context.new_page()
    second.goto(f"{visit.site}{offers['german'].folder}")
    second.locator("#play").click()
    wait_for_time(second, 300)
    expect(first.locator("#said")).to_contain_text("plays in another window")
    assert first.evaluate("document.getElementById('audio').paused")
    assert first.evaluate("navigator.mediaSession.playbackState") == "paused"
    assert second.evaluate("navigator.mediaSession.playbackState") == "playing"


def test_space_plays_and_pauses_where_it_means_nothing_else(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    page.locator("h1").click()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.locator("#transcript summary").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_iphones_have_previous_and_next_beside_play(visit: Visit, plain: Episode) -> None:
    """They have room for two buttons, and a jump of ten seconds would shorten a hold."""
    visit.page.add_init_script(
        _LISTEN
        + "Object.defineProperty(navigator, 'standalone', { value: false });"
        + "Object.defineProperty(navigator, 'maxTouchPoints', { value: 5 });"
    )
    page = visit.open(plain)
    page.locator("#play").click()
    until(page, "Object.keys(window.handlers).length >= 7")
    assert page.evaluate("[handlers.seekbackward, handlers.seekforward]") == [None, None]
    assert page.evaluate("[typeof handlers.previoustrack, typeof handlers.nexttrack]") == [
        "function",
        "function",
    ]


# Kept on the phone


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    """A copy of the site, to be changed."""
    shutil.copytree(folder, tmp_path / "own")
    return tmp_path / "own"


def _save(page: Page) -> None:
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator("#kept")).to_have_text(SAVED)


def _keys(page: Page) -> list[str]:
    kept: list[str] = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)"
        ".then((cache) => cache.keys()).then((all) => all.map((one) => one.url)))))"
        ".then((lists) => lists.flat())"
    )
    return kept


def test_works_with_the_server_gone_and_the_browser_offline(
    browser: Browser, own_folder: Path, plain: Episode
) -> None:
    with serving(own_folder) as server, visiting(browser, server.url) as visit:
        _save(visit.open(plain))
        port = server.server_port
        visit.check()
        visit.context.set_offline(True)
        server.shutdown()
        server.server_close()
        _use_offline(visit, plain)
        visit.context.set_offline(False)
        with serving(own_folder, port):
            visit.reload()
            expect(visit.page.locator("#kept")).to_have_text(SAVED)


def _use_offline(visit: Visit, plain: Episode) -> None:
    page = visit.reload()
    expect(page.locator("#kept")).to_have_text(SAVED)
    start = steps_of(plain.content)[2].start_ms
    page.locator("#steps a").nth(2).click()
    page.locator("#play").click()
    wait_for_time(page, start + 300)
    assert page.locator("#cover").evaluate("image => image.complete && image.naturalWidth") == 1000
    assert page.locator("#play").evaluate("e => getComputedStyle(e).borderRadius") == "50%"
    size = plain.record.media.bytes
    content = mp3_of(plain).read_bytes()
    for asked, first, last in (
        ("bytes=0-1", 0, 1),
        (f"bytes={size - 3}-", size - 3, size - 1),
        ("bytes=-5", size - 5, size - 1),
        (f"bytes=1000-{size + 50}", 1000, size - 1),
    ):
        status, place, length, sums = page.evaluate(_FETCH_RANGE, asked)
        assert (status, place) == (206, f"bytes {first}-{last}/{size}")
        assert (length, sums) == (last - first + 1, sum(content[first : last + 1]))
    assert page.evaluate(_FETCH_RANGE, f"bytes={size}-")[0] == 416
    visit.open(plain, "index.html")
    expect(page.locator("h1")).to_have_text("Desk break")


_FETCH_RANGE = """async (range) => {
  const response = await fetch(document.getElementById("audio").src, { headers: { range } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const sum = bytes.reduce((a, b) => a + b, 0);
  return [response.status, response.headers.get("content-range"), bytes.length, sum];
}"""


def test_what_was_kept_is_removed_on_request(visit: Visit, plain: Episode) -> None:
    page = visit.open(plain)
    assert _keys(page) == []
    _save(page)
    assert len(_keys(page)) == 23
    page.get_by_role("button", name="Remove from this phone").click()
    expect(page.get_by_role("button", name=SAVE)).to_be_focused()
    assert _keys(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0
    _save(page)
    assert len(_keys(page)) == 23


@pytest.mark.parametrize("how", ["withdrawn", "withdrawn, and no worker"])
def test_a_withdrawn_session_disappears_from_the_phone(
    browser: Browser, own_folder: Path, plain: Episode, how: str
) -> None:
    with serving(own_folder) as server, visiting(browser, server.url) as visit:
        page = visit.open(plain)
        page.locator("#steps a").nth(1).click()
        _save(page)
        withdrawn = replace(plain, withdrawn=True)
        put(own_folder, session_files(site_of(withdrawn), withdrawn))
        if how == "withdrawn, and no worker":
            page.evaluate(
                "navigator.serviceWorker.getRegistrations()"
                ".then((found) => Promise.all(found.map((one) => one.unregister())))"
            )
        page.reload()
        expect(page.locator("h1")).to_have_text("This session is no longer offered")
        assert page.locator("audio").count() == 0
        assert page.evaluate("localStorage.length") == 0
        visit.check()
        page.goto(f"{server.url}index.html")
        until(page, "caches.keys().then((names) => names.length === 0)")


def test_a_session_that_was_published_anew_is_kept_anew(
    browser: Browser, own_folder: Path, plain: Episode
) -> None:
    with serving(own_folder) as server, visiting(browser, server.url) as visit:
        page = visit.open(plain)
        _save(page)
        old = _keys(page)
        again = replace(plain, media=f"{plain.folder}fedcba9876543210.mp3")
        shutil.copy(mp3_of(plain), own_folder / again.media)
        put(own_folder, session_files(site_of(again), again))
        (own_folder / plain.media).unlink()
        visit.reload()
        expect(page.locator("#kept")).to_have_text(SAVED)
        gone = f"caches.match('{server.url}{plain.media}').then((found) => found === undefined)"
        until(page, gone)
        assert {*_keys(page)} - {*old} == {f"{server.url}{again.media}"}
        visit.context.set_offline(True)
        visit.reload()
        page.locator("#steps a").nth(1).click()
        visit.check()


def test_a_network_that_does_not_answer_is_not_waited_for(
    browser: Browser, own_folder: Path, plain: Episode
) -> None:
    with serving(own_folder) as server, visiting(browser, server.url) as visit:
        _save(visit.open(plain))
        server.delay_s = 60
        visit.reload()
        expect(visit.page.locator("#kept")).to_have_text(SAVED)


def test_sessions_that_were_not_saved_play_beside_one_that_was(
    visit: Visit, offers: dict[str, Episode], plain: Episode
) -> None:
    page = visit.open(plain)
    stale = "voicecoach-0:/back/:gone", "voicecoach-0:/elsewhere/:other", "something else"
    page.evaluate("names => Promise.all(names.map((name) => caches.open(name)))", [*stale])
    _save(page)
    assert {*page.evaluate("caches.keys()")} & {*stale} == {*stale[1:]}
    other = offers["german"]
    visit.open(other)
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.locator("#steps a").nth(2).click()
    page.locator("#play").click()
    wait_for_time(page, steps_of(other.content)[2].start_ms + 300)
    expect(page.locator("#save")).to_be_visible()


def test_an_app_left_open_learns_that_its_session_is_withdrawn(
    browser: Browser, own_folder: Path, plain: Episode
) -> None:
    with serving(own_folder) as server, visiting(browser, server.url) as visit:
        page = visit.page
        page.clock.install()
        page.goto(f"{server.url}{plain.folder}")
        withdrawn = replace(plain, withdrawn=True)
        put(own_folder, session_files(site_of(withdrawn), withdrawn))
        page.clock.fast_forward("11:00")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("h1")).to_have_text("This session is no longer offered")


@pytest.mark.parametrize("missing", ["*.mp3", "*.webmanifest"])
def test_saving_that_fails_is_told_and_leaves_nothing(
    browser: Browser, own_folder: Path, plain: Episode, missing: str
) -> None:
    with serving(own_folder) as server, visiting(browser, server.url) as visit:
        page = visit.open(plain)
        for file in (own_folder / plain.folder).glob(missing):
            file.unlink()
        page.locator("#save").click()
        expect(page.locator("#kept")).to_have_text("Not saved. Try again when you are online.")
        expect(page.locator("#save")).to_be_visible()
        assert _keys(page) == []
