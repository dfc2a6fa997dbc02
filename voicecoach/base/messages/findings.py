"""How things are here: what `doctor` finds, and what to know of a site or a shared cache."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code

CODES: dict[str, Code] = {
    "here": Code("note", "It is on this machine.", "how-to/troubleshooting.md"),
    "not-here": Code("note", "It is not on this machine.", "how-to/troubleshooting.md"),
    "far-store": Code("note", "What to know of the cache that machines share.", "how-to/cache.md"),
    "published": Code("note", "What to know of a site.", "how-to/publish.md"),
}

TEMPLATES: dict[str, str] = {
    "here/program": "{version} on Python {python}, {system}",
    "here/library": "{version}, for {purpose}",
    "here/ready": "ready",
    "here/place": "{place}",
    "not-here/library": "for {purpose}; get it with: pip install voicecoach",
    "not-here/voice": "{reason}. {remedy}",
    "not-here/voice-alone": "{reason}.",
    "not-here/player": "none, only needed for 'voicecoach play': install mpv",
    "not-here/project": "none here; make one with 'voicecoach init'",
    "far-store/unused": "{place}the shared cache was not used: {reason}",
    "far-store/damaged": "the entry {entry} of the shared cache is damaged: it is made anew",
    "published/no-address": "No feed, poster or QR codes yet: they need the address, --base-url "
    "https://...",
    "published/no-email": "Podcast directories take the feed only with an e-mail address: [clinic] "
    "email.",
    "published/no-pdfs": "No PDFs of the sheets: they need pip install 'voicecoach[handout]'.",
    "published/unlisted": "Made for one person, and so in neither index nor feed: {sessions}. Give "
    "out their addresses; --listed lists them.",
    "published/same-name": "Several sessions are called '{name}': nobody can tell them apart. Give "
    "one another title, or take one back with --withdraw.",
    "published/fetched": "Podcast apps that have fetched it keep it: tell who may use one.",
}

REMEDIES: dict[str, str] = {}
