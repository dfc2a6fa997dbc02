"""What `--length`, a profile and being known change in a session."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code

_LENGTH = "how-to/length.md"
_PROFILES = "how-to/profiles.md"
_GUIDANCE = "how-to/guidance.md"

CODES: dict[str, Code] = {
    "fitted": Code("note", "A session was made as long as was asked.", _LENGTH),
    "left-out": Code("note", "An optional step is left out, for the length.", _LENGTH),
    "added": Code("note", "An extra step is done, for the length.", _LENGTH),
    "amount": Code("note", "A step is done more or less often, for the length.", _LENGTH),
    "rests": Code("note", "Rests are longer or shorter, for the length.", _LENGTH),
    "pauses": Code("note", "Pauses between exercises, for the length.", _LENGTH),
    "tailored": Code("note", "A profile changes something in a routine.", _PROFILES),
    "explained-less": Code("note", "Something is explained less, for the length.", _LENGTH),
    "faded": Code("note", "Something is explained less, as it was done before.", _GUIDANCE),
    "explained-again": Code("note", "Something is explained in full again.", _GUIDANCE),
}

TEMPLATES: dict[str, str] = {
    # For a length
    "fitted/changes": "Fitted to {length} min:",
    "fitted/as-written": "Lasts {length} min.",
    "left-out": "{step}: left out",
    "added": "{step}: added",
    "amount/rounds": "{step}: {before} -> {after} rounds",
    "amount/reps": "{step}: {before} -> {after} reps",
    "amount/rep": "{step}: {before} -> {after} rep",
    "amount/reps-editorial": "{step}: {before} -> {after} reps (editorial: no source has so few)",
    "amount/rep-editorial": "{step}: {before} -> {after} rep (editorial: no source has so few)",
    "explained-less": "explained less: {titles}",
    "amount/breaths": "{step}: {before} -> {after} breaths",
    "amount/breath": "{step}: {before} -> {after} breath",
    "amount/time": "{step}: {before_ms} -> {after_ms}",
    "rests": "rests: {before_ms} -> {after_ms} in all",
    "pauses": "pauses between exercises: {length_ms} in all",
    "step/numbered": "{title} (step {number})",
    "step/said": "'{text}'",
    "step/circuit": "circuit",
    "step/rest": "rest",
    "step/position": "change to {position}",
    # For somebody who knows it
    "faded/signs": "warning signs: in one sentence, {done}",
    "faded/tones": "the tones: not explained again, {done}",
    "faded/familiar": "{title}: explained briefly, {done}",
    "faded/known": "{title}: name, dose and safety line, {done}",
    "explained-again": "{title}: explained in full again, {reason}",
    "done/once": "done once before",
    "done/often": "done {times} times before",
    "forgotten/dose": "its dose has changed",
    "forgotten/profile": "it was done as another profile has it",
    "forgotten/pause": "it was last done on {day}",
    "forgotten/pain": "pain rose on {day}",
    "forgotten/sign": "a warning sign was named on {day}",
    # For a person
    "tailored/profile": "as the profile says",
    "tailored/greeting": "Begins with a greeting.",
    "tailored/pace": "Movements take {times:g} times as long.",
    "tailored/settle": "Changes of position take at least {times:g} times as long.",
    "tailored/setting": "{name}: {value}",
    "tailored/length": "length: {least_ms} to {most_ms}",
    "tailored/key": "profile: {keys}",
    "tailored/variant": "the {variant} variant, as the profile says",
    "tailored/no-strain": "no {strain}",
    "tailored/no-way": "there is no way there",
    "tailored/not-bed": "not for a bed",
    "tailored/not-by-sofa": "no way there by a sofa",
    "tailored/avoids": "{strains}",
    "tailored/only-harder": "{strains}; '{harder}' would do, but is harder",
    "tailored/easier": "{strains}: an easier variant",
    "tailored/already": "{strains}: the easier variant, {title}, is in the routine already",
    # What some people must not do
    "strain/prone": "lying on the front",
    "strain/kneeling": "kneeling",
    "strain/deep-knees": "deep bending of the knees",
    "strain/wrists": "weight on the wrists",
    "strain/on-back": "lying on the back",
    "strain/floor": "exercise on the floor",
    "strain/loaded-flexion": "bending forward under load",
    "strain/end-rotation": "turning as far as it goes",
    "strain/extension": "bending backward",
    "strain/overhead": "arms above the head",
    "strain/one-leg": "weight on one leg",
    "strain/neck-load": "load on the neck",
    "strain/unsupported": "standing without a hold",
    "strain/hip-precautions": "bending or crossing a new hip",
}

REMEDIES: dict[str, str] = {}
