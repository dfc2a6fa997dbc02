"""The commented files with which projects, routines, exercises and profiles begin."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from voicecoach.library.library import Folder

TemplateKind = Literal["routine", "exercise", "rest", "profile"]

SETTINGS = """\
# Settings of this voicecoach project. Each line shows the value that holds without it.
# The command line comes before this file.

# Language of the sessions: a file in scripts/languages.
# language = "en"

# Voice, as 'voicecoach voices' names it. Empty: the best that this machine has.
# voice = ""

# Words a minute, 90 to 180.
# rate = 140

# Kilobits a second of the MP3: 64, or 96 for music-grade earphones.
# bitrate = 64

# What holds have for silence: "carrier", a tone of 20.8 Hz that nobody hears and no player takes
# for silence, or "plain", for hearing aids and large speakers.
# silence = "carrier"

# A soft sound in holds, rests and breathing, never under words: "none", "hum", "sea" or "rain".
# under = "none"

# Who players show as the artist: your clinic's name.
# artist = "voicecoach"

# Another voice for numbers, countdowns and breaths; what is left out is the coach's. The level is
# how much louder than the coach, in dB.
# [counter]
# voice = "flite:rms"
# rate = 150
# level = -3

# Who gives the sessions out, as pages, feed and sheets name it.
# [clinic]
# name = "Harbour Physiotherapy"
# email = "desk@clinic.example"
# url = "https://clinic.example/"
# emergency_number = "112"
# logo = "logo.png"
# contact = "020 7946 0000, Monday to Friday, 8 to 18"
# colour = "#17414d"

# What is said before anything else, in the sessions of each language.
# [clinic.greeting]
# en = "Welcome to your exercises from Harbour Physiotherapy."

# A folder that several machines share, such as one of a server: what one of them spoke, the others
# take from there.
# [cache]
# far = "/srv/voicecoach"

# The program that speaks where the voice is "command": one that writes a sound file. It is run once
# a line, never through a shell. {out} is the file to write, {text} the line (without it, the line
# comes by standard input), {rate} the pace in words a minute.
# [engines.command]
# arguments = []
# arguments = ["say", "-r", "{rate}", "--data-format=LEI16@22050", "-o", "{out}", "{text}"]

# The voice of the lines that were not recorded, where the voice is "recorded:NAME".
# [engines.recorded]
# otherwise = ""
"""

SCHEMA_LINE = "# yaml-language-server: $schema=../schema/{kind}.schema.json\n"

IGNORED = "/audio/*\n!/audio/cache/\n/audio/cache/*\n/.voicecoach/drafts/\n/.voicecoach/studio*\n"

ROUTINE = """\
# A routine: the exercises in order, each with its dose. 'voicecoach check' finds every mistake.
routine: {name}
title: {title}
purpose: What this routine is for, in one sentence.

steps:
  - include: warm-up            # another routine's steps
  - cat-cow: 10 reps
  - pelvic-tilt: 10 reps, hold 5s
  - rest: 30s
  - knee-to-chest: 2 reps each side, hold 20s
  - bridge: 2 sets, 10 reps, hold 5s, rest 45s
  - say: "You have done well."  # a line of your own; keep it in quotes
  - childs-pose: hold 1m
    optional: true              # may be left out when time is short

# 'voicecoach show {name}' shows when everything happens; 'voicecoach list' shows other routines.
"""

REST = """\
# A rest with a {pack} pack: slow breathing, and a word when the pack comes off. How long it stays
# on is for a clinician to say; nothing here knows a usual length.
routine: {name}
title: {title}
purpose: {purpose}

steps:
  - transition: chair   # or lying-on-side; do not lie on the pack
  - {step}: {length}

# 'voicecoach build {name}' makes the session.
"""

# What heat and cold are for (source C), by the step that times them.
PURPOSES = {"heat": "Relaxes tense muscles.", "cold": "Calms inflammation and numbs pain."}

EXERCISE = """\
# An exercise: what the coach says and how long each part takes. Sentences for the ear: short,
# second person, one action a line. 'voicecoach check' finds every mistake.
exercise: {name}
title: {title}
position: lying-on-back        # where the body is when the movement starts
kind: movement                 # movement, isometric (held with effort) or stretch
purpose: What it is for, as printed on sheets.
benefit: The same, in one short spoken sentence.
setup:                         # done as it is said; with the next at most six lines of 14 words
  - Bend your knees, feet flat on the floor.
movement:                      # what the movement is, to listen to
  - You breathe out and lift one foot, then breathe in and lower it.
phases:                        # the parts of one rep; move or hold
  - {{kind: move, length: 3s, breath: exhale, say: Out and lift., short: Lift.}}
  - {{kind: move, length: 3s, breath: inhale, say: In and lower., short: Lower.}}
form:                          # said now and then in later reps
  - Keep your shoulders heavy.
safety: Move only as far as is comfortable.
dose: 8-10 reps                # what a routine that gives no dose gets
sources:                       # where the figures come from
  - {{source: editorial, dose: "8-10 reps"}}
# aliases: [heel lift]  # what else people call it, to be found by
# strains: [deep-knees]  # what people must avoid who may not do this, besides its position
# sides: {{default: each, first: left, left: Left leg., right: Right leg., switch: other-leg}}
"""

_ANSWERED = """\
exercise: {name}
title: {title}
position: {position}
kind: {kind}
setup: [{setup}]
dose: {dose}

# What it is good for, when to stop, the parts of a rep and their prompts come from its kind and its
# position. To say them yourself: benefit, safety, phases, form. 'voicecoach show exercise {name}'
# shows all of it.
"""

PROFILE = """\
# A profile: what differs for one person, in every routine. Take away the '#' where it applies.
# 'voicecoach check' finds every mistake; 'voicecoach show daily --profile {name} --diff' shows what
# comes of it.
profile: {name}              # shows in file names, so it is never a person's name

# name: "Anna"               # spoken if you ask for it, and written nowhere
# greet: true

# exercises:                 # doses: what is left out stays as the routine has it
#   bridge: 8 reps, hold 5s
#   pelvic-tilt: reps x0.5
#   knee-to-chest: {{left: 3 reps, right: 1 rep}}
# positions:                 # the same for all that begins in a position
#   hands-and-knees: {{reps: x0.8}}
# factors: {{hold: x0.8}}      # and for everything

# leave_out:
#   partial-crunch: sore neck
# instead:
#   superman-hold: bird-dog
# easier: [bird-dog]         # by the library's easier or harder variant
# harder: [pelvic-tilt]
# avoid: []                  # prone, kneeling, deep-knees, wrists, on-back, floor, loaded-flexion,
                             # end-rotation, extension, overhead, one-leg, neck-load, unsupported,
                             # hip-precautions: what asks for it is replaced or left out
# surface: floor             # or bed, as it is by itself where 'avoid' rules out getting down;
                             # 'floor: by-sofa' instead is a way that a clinician has practised

# pace: 1.2                  # movements take that much longer
# settle: 1.5                # changes of position take that much longer
# breath: in 3s, out 5s      # in paced breathing
# voice: pyttsx3
# rate: 130
# silence: plain             # with hearing aids, or on large speakers: nothing below the words
# under: none                # or a soft hum, sea or rain in holds and rests
"""

ROSTER_TABLE = """\
# A roster: a row for each patient. Lines that begin with '#' are comments; columns can be left out.
{columns}
#
# 'voicecoach roster check' finds every mistake; 'voicecoach batch' makes the sessions.
{header}
#p-001,daily,,,en,,,,,,,,,,,
#p-002,back-care,2026-11-30,,de,,,,,,,,,,,2027-02-28
"""

ROSTER_LIST = """\
# A roster: an item for each patient. What is left out is as profile, routine or settings have it.
{columns}
#
# 'voicecoach roster check' finds every mistake; 'voicecoach batch' makes the sessions.
# - {{label: p-001, what: [daily, relief], language: en}}
# - {{label: p-002, what: back-care, start: 2026-11-30, until: 2027-02-28, language: de}}
[]
"""


# Each kind of file: the folder it goes into, and its text.
FILES: dict[TemplateKind, tuple[Folder, str]] = {
    "routine": ("routines", ROUTINE),
    "exercise": ("exercises", EXERCISE),
    "rest": ("routines", REST),
    "profile": ("profiles", PROFILE),
}


def answered(
    name: str, *, title: str, position: str, kind: str, setup: Iterable[str], dose: str
) -> str:
    """Write the exercise that six answers make; each text is whole, whatever is in it."""
    return _ANSWERED.format(
        name=name,
        title=quoted_text(title),
        position=position,
        kind=kind,
        setup=", ".join(map(quoted_text, setup)),
        dose=quoted_text(dose),
    )


def quoted_text(text: str) -> str:
    """A text as YAML and TOML have it, whatever is in it: in quotes."""
    return json.dumps(text, ensure_ascii=False)
