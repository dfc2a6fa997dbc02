"""`voicecoach doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import sys

import click

from voicecoach.app.doctoring import examine
from voicecoach.base.errors import MissingToolError
from voicecoach.base.messages import described
from voicecoach.cli.options import json_option
from voicecoach.cli.output import print_json, project_here, say

_SHOWN = {"ok": "ok", "missing": "MISSING", "needless": "-"}


@click.command("doctor")
@json_option
def command(as_json: bool) -> None:
    """Say what is installed, what is missing, and how to get it.

    Voice engines marked with a dash are not here, and are not needed: others are.

    \b
    Example:
      voicecoach doctor
    """
    findings = []
    for found in examine(project_here()):
        findings.append(found)
        if not as_json:
            say(f"{_SHOWN[found.state]:7} {found.name}: {found.said}")
    missing = sum(found.state == "missing" for found in findings)
    if as_json:
        rows = [
            {"state": found.state, "name": found.name, **described(found.said)}
            for found in findings
        ]
        print_json({"missing": missing, "findings": rows})
    else:
        said = f"{missing} missing; see above how to get it." if missing else "Everything is there."
        say(said)
    if missing:
        sys.exit(MissingToolError.exit_code)
