"""The page of a session: a player for a phone, and all there is to read about the session."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from markupsafe import Markup, escape

from voicecoach.base.values import dataclass
from voicecoach.publish.assets import asset, logo_of, named
from voicecoach.publish.colours import colours_of, stage_of
from voicecoach.publish.doses import dose_signs
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.icons import ICON_SIZES_PX, session_icons, site_icon
from voicecoach.publish.drawings.words import in_words
from voicecoach.publish.episode import ASSETS, Episode, File, Site
from voicecoach.publish.moments import moments_of
from voicecoach.publish.pages import render_page
from voicecoach.publish.steps import PageStep, paragraphs, steps_of
from voicecoach.publish.text import call, clean, direction, reach, written_day
from voicecoach.session.record import RecordedExercise

_ROOT = "../../"  # from a session's folder to the site's
_STYLE, _NOSCRIPT, _OFFLINE = "style.css", "noscript.css", "offline.js"
_WORKER, _SPLICE = "sw.js", "splice.js"
# In their order: each uses those before it.
_SCRIPTS = (
    *("files.js", "body.js", "recording.js", "place.js", "transcript.js", "lockscreen.js"),
    *("diary.js", "player.js", _OFFLINE),
)
_PNG = b"\x89PNG\r\n\x1a\n"
_RULES = (
    "default-src 'none'; script-src {self}; style-src {self}; img-src {self}; "
    "media-src {self} blob:; "  # the recording, once the page has all of it
    "connect-src {self}; manifest-src {self}; worker-src {self}; base-uri 'none'; "
    "form-action 'none'"
)


def session_files(site: Site, offer: Episode) -> Iterator[File]:
    """The page of one session with what it needs; the notice alone when it is withdrawn."""
    page = f"{offer.folder}index.html"
    if offer.withdrawn:
        yield File(page, render_page("withdrawn.html", **_frame(site, offer)))
        return
    cover = cover_file(offer)
    yield cover
    yield File(f"{offer.folder}captions.vtt", offer.captions, "asset")
    if offer.plan:
        yield offer.plan
    if not site.standalone:  # browsers refuse to read it from disk
        yield File(f"{offer.folder}manifest.webmanifest", _manifest(site, offer), "asset")
    yield File(page, _page(site, offer, cover))


def shared_files(site: Site) -> Iterator[File]:
    """What the pages of all sessions share."""
    yield from _shared(site)
    icons = [site_icon(site), *(icon for offer in site.live for icon in session_icons(offer))]
    yield from {icon.path: icon for icon in icons}.values()
    if not site.standalone:
        yield from (asset(_WORKER), asset(_SPLICE))
        yield File("sw.js", _worker(site), "asset")


def _worker(site: Site) -> bytes:
    """The service worker, which must lie above the pages it answers for; all of it is shared."""
    paths = ", ".join(json.dumps(site.path_of(asset(name))) for name in (_SPLICE, _WORKER))
    told = f"self.ASSETS = {json.dumps(site.above + ASSETS)};\nimportScripts({paths});\n"
    return f'"use strict";\n{told}'.encode()


def _shared(site: Site) -> Iterator[File]:
    """What the page of every session needs."""
    yield from (asset(name) for name in (_STYLE, _NOSCRIPT, *_SCRIPTS))
    yield from filter(None, (logo_of(site), colours_of(site)))


def _page(site: Site, offer: Episode, cover: File) -> bytes:
    """The page, which tells its own version: so a copy that was kept knows that it is old."""
    content = offer.content
    steps = steps_of(content)
    page = render_page(
        "session.html",
        **_frame(site, offer),
        record=offer.record,
        content=content,
        media=_beside(offer, offer.heard),
        plan=_beside(offer, offer.plan.path) if offer.plan else "",
        kept_bytes=offer.spliced.size_bytes if offer.spliced else offer.record.media.bytes,
        cover=_beside(offer, site.path_of(cover)),
        player=offer.words.player,
        noscript=_ROOT + site.path_of(asset(_NOSCRIPT)),
        scripts=[_ROOT + site.path_of(file) for file in _scripts(offer)],
        steps=steps,
        moments=_moments(offer),
        rows=[_row(offer, step) for step in steps],
        transcript=[(step, paragraphs(content, step)) for step in steps],
        urgent=_urgent(site, offer),
        way=reach(site.contact),
        following=site.after(offer),
        review=written_day(content.plan.review if content.plan else "", offer.words.language),
        files=" ".join(_kept_files(site, offer, cover)),
    )
    version = hashlib.sha256(page).hexdigest()[:16].encode()
    return page.replace(b'data-version=""', b'data-version="' + version + b'"', 1)


def _scripts(offer: Episode) -> list[File]:
    """The scripts of a session's page, in their order."""
    first, *others = _SCRIPTS
    return [asset(name) for name in (first, *([_SPLICE] if offer.plan else []), *others)]


def _frame(site: Site, offer: Episode) -> dict[str, object]:
    """What every page of a session has around it."""
    logo, colours = logo_of(site), colours_of(site)
    icon = site_icon(site) if offer.withdrawn else session_icons(offer)[0]
    return {
        "site": site,
        "offer": offer,
        "words": offer.words,
        "pages": offer.words.pages,
        "direction": direction(offer.words.language),
        "policy": _RULES.format(self="'self' file:" if site.standalone else "'self'"),
        "colour": stage_of(site),
        "colours": _ROOT + site.path_of(colours) if colours else "",
        "root": _ROOT,
        "logo": _ROOT + site.path_of(logo) if logo else "",
        "style": _ROOT + site.path_of(asset(_STYLE)),
        "offline": _ROOT + site.path_of(asset(_OFFLINE)),
        "icon": _ROOT + site.path_of(icon),
    }


def _beside(offer: Episode, path: str) -> str:
    """A file of the site, as the session's page links to it."""
    return path.removeprefix(offer.folder) if path.startswith(offer.folder) else _ROOT + path


def _kept_files(site: Site, offer: Episode, cover: File) -> Iterator[str]:
    """What is kept on the phone with the page, as the page links to it; the recording first."""
    files = [cover, *_shared(site), *session_icons(offer), *_scripts(offer)]
    files += [asset(name) for name in ("index.css", "index.js", "handout.css")]
    files.append(site_icon(site))
    recording = (
        [offer.plan.path, *(site.above + each for each in offer.sounds)]
        if offer.plan
        else [offer.media]
    )
    paths = [*recording, *map(site.path_of, files)]
    yield from dict.fromkeys(_beside(offer, path) for path in paths)
    yield from ("manifest.webmanifest", "handout.html", f"{_ROOT}index.html")


def cover_file(offer: Episode) -> File:
    """The picture of a session: that of its MP3, or one like it."""
    png = offer.cover_png
    if png is None or not png.startswith(_PNG):
        from voicecoach.audio.cover import draw_cover

        content = offer.content
        png = draw_cover(clean(content.title), clean(content.subtitle))
    return named("cover.png", png)


def _manifest(site: Site, offer: Episode) -> bytes:
    """The web app manifest: the session as an icon on the phone."""
    icons = [
        {
            "src": _ROOT + site.path_of(icon),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, icon in zip(ICON_SIZES_PX, session_icons(offer), strict=True)
        for purpose in ("any", "maskable")
    ]
    title = clean(offer.content.title)
    manifest = {
        "id": "./",
        "name": title,
        "short_name": clean(title, 30),
        "lang": offer.words.language,
        "dir": direction(offer.words.language),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": stage_of(site),
        "theme_color": stage_of(site),
        "icons": icons,
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def _urgent(site: Site, offer: Episode) -> Markup:
    """What stands over the signs of an emergency, with a link that calls, where a number can be."""
    number = site.emergency(offer)
    if not number:
        return escape(offer.words.warnings.emergency.title)
    link = call(number)
    shown = (
        Markup('<a class="call" href="{}" dir="ltr">{}</a>').format(link, number)
        if link
        else Markup('<strong dir="auto">{}</strong>').format(number)
    )
    return escape(offer.words.player.urgent).format(number=shown)


@dataclass(frozen=True, slots=True)
class _Row:
    """A step in the list, with what is shown of its exercise, if it has one."""

    step: PageStep
    exercise: RecordedExercise | None = None
    drawing: Markup = Markup()
    alt: str = ""
    dose: Markup = Markup()


def _row(offer: Episode, step: PageStep) -> _Row:
    if step.exercise is None:
        return _Row(step)
    exercise = offer.content.exercises[step.exercise]
    alt = in_words(exercise, offer.words.pages.positions)
    drawn = Markup(drawing(exercise.id, exercise.position, exercise.drawing))
    # As markup, which keeps the spaces at which no line ends.
    dose = escape(dose_signs(exercise.dose, offer.words))
    return _Row(step, exercise, drawn, alt, dose)


def _moments(offer: Episode) -> Markup:
    """What the body does when, for the script: a row for each moment, its words by number."""
    moments = moments_of(offer.content, offer.words)
    words: dict[str | None, int] = {}

    def number(text: str | None) -> int:
        return words.setdefault(text, len(words))

    rows = [
        (
            *(each.start_ms, number(each.kind), number(clean(each.prompt))),
            *(each.rep, each.reps, each.set, each.sets, number(each.side)),
        )
        for each in moments
    ]
    told = {"words": [*words], "moments": rows}
    return escape(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
