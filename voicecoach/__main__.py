"""Runs the command line as `python -m voicecoach`, and as the program `voicecoach`."""

from __future__ import annotations

import sys
from typing import NoReturn

from voicecoach.base.garbage import look_seldom


def main() -> NoReturn:
    """Run the command line; Ctrl-C ends it in one line, also while it is being loaded."""
    try:
        look_seldom()  # loading alone makes objects enough to look 25 times
        from voicecoach.cli import main as run

        run()
    except KeyboardInterrupt:
        if sys.stderr:
            sys.stderr.write("voicecoach: stopped\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
