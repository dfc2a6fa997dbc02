"""Sites of finished sessions, and looking at them."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_PUBLISH = "how-to/publish.md"
_HANDOUTS = "how-to/handouts.md"
_PREVIEW = "how-to/preview.md"

CODES: dict[str, Code] = {
    "no-session": Code("error", "No finished session of that name.", _PUBLISH),
    "same-session": Code("error", "Two sessions have the same id.", _PUBLISH),
    "other-recording": Code("error", "An MP3 is not the one that its record tells of.", _PUBLISH),
    "personal": Code("error", "A session in which a name is spoken is not published.", _PUBLISH),
    "bad-address": Code("error", "An address that no site can have.", _PUBLISH),
    "not-ours": Code("error", "A folder that is not written to, for it is not a site's.", _PUBLISH),
    "private-site": Code("error", "A site that is private, or that is not.", _PUBLISH),
    "withdrawn": Code("error", "A session that was taken back.", _PUBLISH),
    "stored-session": Code("error", "A session that the site has is damaged.", _PUBLISH),
    "bad-zip-name": Code("error", "A name that no ZIP file has.", _PUBLISH),
    "labels": Code("error", "The texts of a language have faults.", "how-to/translate.md"),
    "logo": Code("error", "The clinic's logo cannot be used.", _HANDOUTS),
    "handout": Code("error", "A handout cannot be set.", _HANDOUTS),
    "no-site": Code("error", "A folder without a site, or with several.", _PREVIEW),
    "cannot-serve": Code("error", "Preview or studio cannot be served.", _PREVIEW),
}

_REFUSALS: dict[str, Refusal] = {
    "no-session/folder": Refusal(
        "there is no session in {folder}", "Build one first, for example: voicecoach build"
    ),
    "no-session/name": Refusal(
        "no session '{name}' was built in {folder}{hint}", "Build it first: voicecoach build {name}"
    ),
    "no-session/none": Refusal("'{name}' names no session of this site", "Choose from: {there}"),
    "no-session/several": Refusal(
        "'{name}' names several sessions of this site", "Choose from: {there}"
    ),
    "no-session/empty": Refusal(
        "'{name}' names no session of this site",
        "The site has none; give another one with --to.",
    ),
    "same-session": Refusal(
        "{file} and {other} have the same id: one is a copy of the other",
        "Delete one of them, or build it again after deleting its .json file.",
    ),
    "other-recording/unreadable": Refusal(
        "{file} tells of {mp3}, which cannot be read: {reason}", "Build the session again."
    ),
    "other-recording": Refusal(
        "{mp3} is not the recording that its .json file tells of", "Build the session again."
    ),
    "record/sha256": Refusal("at media.sha256: it is not 64 digits"),
    "record/id": Refusal("at id: it is empty"),
    "record/title": Refusal("at content.title: there is nothing in it to read"),
    "record/duration": Refusal("at content.duration_ms: {value} is no length of a session"),
    "record/file": Refusal("at media.file: it is no name of an MP3"),
    "record/order": Refusal(
        "at content.{name}.{number}: {start} to {end} ms is out of order, or not within the session"
    ),
    "personal": Refusal(
        "not to be published, for a name is spoken in it: {files}",
        "Build it with a profile without 'greet', or give that person the MP3 itself.",
    ),
    "bad-address": Refusal(
        "{url!r} is no address for a site: {reason}",
        "Write it like: --base-url https://clinic.example/back/",
    ),
    "address/start": Refusal("it does not begin with https:// and a name"),
    "address/more": Refusal("it has more than the address of a folder in it"),
    "address/signs": Refusal("it holds signs that no address has"),
    "address/dots": Refusal("its path leads up or stands still"),
    "address/long": Refusal("it is too long for a QR code"),
    "address/host": Refusal("its name cannot be looked up"),
    "not-ours/file": Refusal("{folder} is a file, not a folder", "Give another place with --to."),
    "not-ours/foreign": Refusal(
        "{folder} holds other things, such as {name!r}, and no site of voicecoach",
        "Give a new or an empty folder with --to; nothing was changed.",
    ),
    "not-ours/link": Refusal(
        "{file} is reached by a link out of the folder", "Remove that link and try again."
    ),
    "private-site/is": Refusal(
        "the site in {folder} is a private one, under a path of its own",
        "Add --private; nothing was changed.",
    ),
    "private-site/not": Refusal(
        "the site in {folder} is for everybody, and not a private one",
        "Give another folder with --to, or leave out --private; nothing was changed.",
    ),
    "private-site/none": Refusal(
        "{folder} has no private site", "Make one: voicecoach publish --private --to FOLDER"
    ),
    "withdrawn": Refusal(
        "'{name}' was removed from the site when it was withdrawn",
        "Name the session's .json file too, to offer it again.",
    ),
    "stored-session": Refusal(
        "{reason}",
        "Publish that session again by its name, or take it back: --withdraw {slug}",
    ),
    "bad-zip-name": Refusal("{file} is no name of a ZIP file", "Write: --to {name}.zip"),
    "labels": Refusal(
        "the texts of the language '{language}' have faults: {reason}",
        "Mend them: voicecoach check --language {language}",
    ),
    "logo/unreadable": Refusal(
        "cannot read the logo {name!r}: {reason}",
        "Mend 'logo' under [clinic] in voicecoach.toml.",
    ),
    "logo/large": Refusal(
        "the logo {file} has {size_mb:.1f} MB",
        "Take a picture of at most 1 MB: every page shows it.",
    ),
    "logo/kind": Refusal("the logo {file} is no PNG, JPEG or SVG", "Save it as PNG."),
    "logo/points": Refusal(
        "the logo {file} has {width} x {height} points",
        "Save it smaller: 800 points across are enough for paper.",
    ),
    "logo/drawing": Refusal(
        "the logo {file} is damaged, or more than a drawing: no page shows it",
        "Save it again as plain SVG, without entities, or as PNG.",
    ),
    "logo/damaged": Refusal("the logo {file} is damaged: no browser shows it", "Save it again."),
    "handout/typst": Refusal(
        "cannot set the handout: {reason}",
        "If it names the logo, save that as PNG. If not, please report it.",
    ),
    "handout/letter": Refusal(
        "the handout of '{title}' cannot be set: no font holds {letter} (U+{code:04X}, {name}) in "
        "'{text}'",
        "Write that text in other letters, or publish without PDFs: --no-pdf.",
    ),
    "no-site/folder": Refusal(
        "there is no folder {folder}", "Make one with: voicecoach publish --to {folder}"
    ),
    "no-site/none": Refusal(
        "{folder} is not a published site", "Make one with: voicecoach publish --to {folder}"
    ),
    "no-site/place": Refusal(
        "{folder} is neither a place of patients' sessions nor a published site",
        "Make one with: voicecoach batch roster.csv --to {folder} --sessions plans",
    ),
    "no-site/several": Refusal(
        "{folder} holds several sites: {sites}", "Give the folder of one of them."
    ),
    "cannot-serve/port": Refusal(
        "cannot serve on port {port}: {reason}", "Choose another one with --port."
    ),
    "cannot-serve/open": Refusal(
        "the studio of {folder} is open already", "Look for it among the browser's pages."
    ),
    "cannot-serve/opening": Refusal(
        "the studio is just being opened, and has not written {file} yet", "Try again in a moment."
    ),
    "cannot-serve/network": Refusal(
        "this machine is in no network", "Connect it, or leave out --lan."
    ),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
