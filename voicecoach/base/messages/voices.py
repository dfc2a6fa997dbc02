"""Voices: finding one, installing one, and what goes wrong when one speaks."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_VOICES = "how-to/voices.md"

CODES: dict[str, Code] = {
    "no-engine": Code("error", "No engine of that name.", _VOICES),
    "no-voice": Code("error", "No voice of that name, or for that language.", _VOICES),
    "engine-unusable": Code("error", "An engine cannot speak on this machine.", _VOICES),
    "voice-failed": Code("error", "A voice could not speak a line.", _VOICES),
    "voice-damaged": Code("error", "The files of a voice are damaged.", _VOICES),
    "voice-source": Code("error", "A place from which no voice can be installed.", _VOICES),
    "voice-unknown": Code("error", "A voice that nothing vouches for.", _VOICES),
    "voice-licence": Code("error", "A licence that has to be accepted first.", _VOICES),
    "not-fetched": Code("error", "A file could not be fetched over the network.", _VOICES),
    "not-installed": Code("error", "A voice or program that is not installed.", _VOICES),
    "busy": Code("error", "Another process does what only one can do at a time.", _VOICES),
}

_LISTED = "'voicecoach voices' lists them."
_WAIT = "Wait until it is done, and try again."
_ELSEWHERE = "Take another source with --from, an address or a folder."
_KOKORO = "Install it: 'voicecoach voices install kokoro'."

_REFUSALS: dict[str, Refusal] = {
    # Choosing one
    "no-engine": Refusal("there is no engine '{engine}'", "Choose one of {there}."),
    "no-voice/language": Refusal("there is no voice for the language '{language}'", _LISTED),
    "no-voice/of-language": Refusal(
        "there is no voice '{name}' of the language '{language}'", _LISTED
    ),
    "no-voice/of-engine": Refusal(
        "{engine} has no voice for the language '{language}'",
        "Install one, or name another voice: 'voicecoach voices' lists them.",
    ),
    "no-voice/unknown": Refusal("{engine} has no voice '{voice}'", _LISTED),
    "no-voice/meant": Refusal("{engine} has no voice '{voice}'", "Did you mean {meant}?"),
    "no-voice/unknown-here": Refusal("this machine has no voice '{voice}'", _LISTED),
    "no-voice/meant-here": Refusal("this machine has no voice '{voice}'", "Did you mean {meant}?"),
    "no-voice/for-the-rest": Refusal(
        "'{voice}' cannot speak what was not recorded",
        "Name a voice that can say anything under [engines.recorded] otherwise.",
    ),
    "no-voice/not-offered": Refusal("the voice '{voice}' is not installed", _LISTED),
    "no-voice/flite": Refusal("flite has no voice '{voice}' here", _LISTED),
    "no-voice/hibari": Refusal("hibari has no voice '{voice}' in its package", _LISTED),
    "engine-unusable/named": Refusal("the voices of {engine} cannot be used: {reason}"),
    "engine-unusable/all": Refusal("no voice can be used: {reason}"),
    "engine-unusable/one": Refusal("{engine}: {reason}"),
    "engine-unusable/here": Refusal("{engine} cannot speak here: {reason}", "{remedy}"),
    "engine-unusable/start": Refusal(
        "{engine} cannot be started: {reason}",
        "Choose another with --voice, or reinstall it.",
    ),
    # What an engine lacks
    "not-installed/package": Refusal(
        "{package} is not installed. Install it with 'pip install {package}'."
    ),
    "not-installed/packages": Refusal(
        "{packages} is not installed. Install it with 'pip install \"voicecoach[voices]\"'."
    ),
    "not-installed/flite": Refusal(
        "the program flite is not installed. Install it with your system's package manager: "
        "'apt install flite' on Debian and Ubuntu."
    ),
    "not-installed/flite-voice": Refusal("{program} has no voice that is known here."),
    "not-installed/kokoro-model": Refusal(
        "its model is not installed. Install it with 'pip install \"voicecoach[voices]\"', or with "
        "'voicecoach voices install kokoro'."
    ),
    "not-installed/piper": Refusal(
        "piper-tts is not installed. Install it with 'pip install \"voicecoach[piper]\"', then a "
        "voice with 'voicecoach voices install'."
    ),
    "not-installed/piper-voice": Refusal(
        "no voice of piper is installed. 'voicecoach voices install' shows which there are, and "
        "'voicecoach voices install NAME' fetches one."
    ),
    "not-installed/espeak": Refusal(
        "espeak-ng is not installed. Install it with 'pip install espeakng-loader' or your "
        "system's package manager."
    ),
    "not-installed/espeak-path": Refusal(
        "espeak-ng cannot open its data under a path of {most} characters or more ({folder}). "
        "Install voicecoach in a folder with a shorter path, or espeak-ng with your system's "
        "package manager."
    ),
    "not-installed/espeak-here": Refusal(
        "espeak-ng is not installed", "Install it: 'pip install espeakng-loader'."
    ),
    "not-installed/command": Refusal(
        "no program is set. Write its name and arguments into voicecoach.toml, such as "
        '[engines.command] arguments = ["say", "-o", "{{out}}", "{{text}}"].'
    ),
    "not-installed/command-out": Refusal(
        "its arguments in voicecoach.toml do not say where {{out}} goes: the file to write"
    ),
    "not-installed/command-program": Refusal(
        "there is no program '{program}'. Install it, or mend its name under [engines.command] in "
        "voicecoach.toml."
    ),
    "not-installed/command-shell": Refusal(
        "{program} would be run by a shell. Name the program that it starts."
    ),
    "not-installed/recordings": Refusal(
        "there are no recordings in {folder}. Begin with a cue sheet: "
        "'voicecoach recordings sheet ROUTINE --voice NAME'."
    ),
    "not-installed/gone": Refusal(
        "the voice '{voice}' is no longer there",
        "Install it: 'voicecoach voices install {voice}'.",
    ),
    "not-installed/kokoro-gone": Refusal("the model of kokoro is no longer there", _KOKORO),
    "not-installed/flite-gone": Refusal("the program flite is no longer there"),
    # Speaking
    "voice-failed/lines": Refusal(
        "could not speak '{text}': {reason}",
        "Change the wording or choose another voice with --voice; all else is kept.",
    ),
    "voice-failed/lines-more": Refusal(
        "could not speak '{text}': {reason}, and {more} more",
        "Change the wording or choose another voice with --voice; all else is kept.",
    ),
    "voice-failed/tone": Refusal("could not make the tone '{tone}': {reason}"),
    "voice-failed/other": Refusal("{error}: {reason}"),
    "voice-failed/too-long": Refusal("speaking it took too long"),
    "voice-failed/crashed": Refusal("the voice crashed ({signal})"),
    "voice-failed/ended": Refusal("the voice ended its process (exit code {exit_code})"),
    "voice-failed/closing": Refusal("the studio is closing"),
    "voice-failed/nothing": Refusal("the voice said nothing"),
    "voice-failed/no-text": Refusal("there is nothing to say"),
    "voice-failed/no-sound": Refusal("there is nothing in it that sounds"),
    "voice-failed/no-file": Refusal("the voice wrote no file"),
    "voice-failed/empty-file": Refusal("the voice wrote an empty file"),
    "voice-failed/cut-short": Refusal("the voice's file is cut short"),
    "voice-failed/no-sound-file": Refusal("the voice's file is no sound: {reason}"),
    "voice-failed/wrong-rate": Refusal("it is at {rate_hz} Hz, not at {wanted_hz} Hz"),
    "voice-failed/no-numbers": Refusal("its samples are no numbers"),
    "voice-failed/rate": Refusal("{rate_hz} samples a second are none of a voice"),
    "voice-failed/channels": Refusal(
        "the voice's file has {channels} channels, and at most {most} are read"
    ),
    "voice-failed/long-file": Refusal(
        "what the voice gave lasts {lasts_s:.0f} s, and no line takes {most_s:.0f} s"
    ),
    "voice-failed/file": Refusal("the voice's file cannot be used: {reason}"),
    "voice-failed/program-start": Refusal("{program} cannot be started: {reason}"),
    "voice-failed/program": Refusal("{program} failed (exit code {exit_code}){complaint}"),
    "voice-failed/program-crash": Refusal("{program} crashed (signal {signal}){complaint}"),
    "voice-failed/complaint": Refusal(": {text}"),
    "voice-failed/letters": Refusal("flite reads English letters only, and cannot say '{letters}'"),
    "voice-failed/pyttsx3": Refusal("pyttsx3 does not take the voice '{voice}': {reason}"),
    "voice-failed/pyttsx3-other": Refusal("pyttsx3 kept another voice than '{voice}'"),
    "voice-failed/kokoro-load": Refusal("kokoro cannot be loaded: {reason}"),
    "voice-failed/kokoro-language": Refusal("kokoro does not speak the language '{language}'"),
    "voice-failed/phonemes": Refusal(
        "the voice '{voice}' needs {phonemes}, which is not supported"
    ),
    "voice-failed/not-recorded": Refusal("{voice} has no recording of it any more"),
    "voice-failed/recording-changed": Refusal("{file} is not what was imported; import it again"),
    # What is heard to be wrong with it
    "heard/no-numbers": Refusal("its samples were no numbers"),
    "heard/silent": Refusal("it was silent"),
    "heard/clipped": Refusal("it was clipped"),
    "heard/late": Refusal("it began late"),
    "heard/short": Refusal("{length_s:.1f} s was too short for its words"),
    "heard/long": Refusal("{length_s:.1f} s was too long for its words"),
    "heard/soft": Refusal("most of it was too soft for speech"),
    "heard/no-speech": Refusal(
        "what was heard was no speech: a hum, a hiss, or nothing of a voice"
    ),
    "heard/went-on": Refusal("sound followed where it should have ended"),
    "heard/noise": Refusal("a noise followed its end"),
    "voice-failed/however": Refusal("{fault}, however it was spoken"),
    "again/mark": Refusal("{fault}, and was spoken again with '{mark}' at its end"),
    "again/after-itself": Refusal("{fault}, and was spoken again after itself"),
    # Damaged
    "voice-damaged/file": Refusal(
        "the voice '{voice}' is damaged: {file}",
        "Install it again: 'voicecoach voices install {voice}'.",
    ),
    "voice-damaged/load": Refusal("the voice '{voice}' is damaged: {reason}"),
    "voice-damaged/kokoro-model": Refusal(
        "the model of kokoro is damaged: its sum is wrong", _KOKORO
    ),
    "voice-damaged/kokoro-style": Refusal(
        "the voice '{voice}' of kokoro is damaged", "Install voicecoach again, with pip."
    ),
    # Installing
    "voice-licence": Refusal(
        "the licence of {voice} ({licence}) is {use}",
        "Install it with --accept-licence if you may use it, or choose another voice: "
        "'voicecoach voices install' shows them.",
    ),
    "voice-licence/unknown": Refusal(
        "the licence of {voice} (unknown) is {use}",
        "Install it with --accept-licence if you may use it, or choose another voice: "
        "'voicecoach voices install' shows them.",
    ),
    "voice-source/scheme": Refusal(
        "'{place}' is no folder, and no address that begins with https", _ELSEWHERE
    ),
    "voice-source/address": Refusal(
        "'{place}' is no address such as https://mirror.example/piper", _ELSEWHERE
    ),
    "voice-source/folder": Refusal("there is no folder '{place}'", _ELSEWHERE),
    "voice-source/lacks": Refusal("{place} has no file {file}", _ELSEWHERE),
    "voice-source/open": Refusal(
        "{place} could be changed on its way", "Take an address with https, or a folder."
    ),
    "voice-source/sum": Refusal(
        "{file} is damaged, or another file of that name: its sum is wrong", _ELSEWHERE
    ),
    "voice-unknown/name": Refusal(
        "'{name}' is no name of a voice, such as en_US-ljspeech-high",
        "{meant}'voicecoach voices install' shows which there are.",
    ),
    "voice-unknown/sums": Refusal(
        "the voice '{name}' is not among those whose sums are known here",
        "{meant}'voicecoach voices install' shows which there are. For another, put its two files "
        "and their {sums} into a folder, and install it with --from.",
    ),
    "voice-unknown/meant": Refusal("Did you mean {names}? "),
    "voice-unknown/vouched": Refusal(
        "nothing vouches for the files of '{name}' in {place}",
        "Put a file {sums} beside them, as 'sha256sum {name}.onnx* > {sums}' writes it.",
    ),
    "not-installed/piper-name": Refusal("piper has no voice '{voice}'", _LISTED),
    "not-installed/kokoro-packages": Refusal(
        "the model of kokoro was not installed by 'voices install'",
        "Where packages brought it, remove them with pip.",
    ),
    "busy/installing": Refusal("another process is installing a voice", _WAIT),
    "busy/recordings": Refusal("another process is changing the recordings of {set}", _WAIT),
    "busy/site": Refusal("{folder} is being published to at this moment", "Try again in a minute."),
    # The network
    "not-fetched/tries": Refusal(
        "{url} could not be fetched in {tries} tries: {reason}",
        "Try again later; what has arrived is kept. Or install from a folder with --from.",
    ),
    "not-fetched/once": Refusal(
        "{url} could not be fetched: {reason}",
        "Try again later, or take another source with --from.",
    ),
    "not-fetched/bytes": Refusal(
        "what {url} gives is damaged, or another file: its bytes are not those that were published",
        _ELSEWHERE,
    ),
    "not-fetched/too-long": Refusal("{url} is longer than such a file can be", _ELSEWHERE),
    "not-fetched/longer": Refusal("{url} is longer than it should be", _ELSEWHERE),
    "not-fetched/answer": Refusal("the server of {url} answered {status}", _ELSEWHERE),
    "not-fetched/none": Refusal("there is no {file}", _ELSEWHERE),
    "not-fetched/address": Refusal("{url} is no address: {reason}", _ELSEWHERE),
    "not-fetched/open": Refusal("{url} leads to {other}, where others can read along", _ELSEWHERE),
    "not-fetched/elsewhere": Refusal("{url} leads to {other}, which is another server", _ELSEWHERE),
    "not-fetched/unreachable": Refusal(
        "{host} cannot be reached: {reason}",
        "Check the network. Without one, fetch the files elsewhere and install them from a folder: "
        "'voicecoach voices install NAME --from FOLDER'.",
    ),
    "broken/not-web": Refusal("it begins with neither https:// nor http://"),
    "broken/bytes": Refusal("its bytes are not those that were published"),
    "broken/off": Refusal("the connection broke off"),
    "broken/off-why": Refusal("the connection broke off ({reason})"),
    "broken/part": Refusal("the server gave another part than was asked for"),
    "broken/answer": Refusal("the server answered {status}"),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
