"""A build with a single worker: start-up, synthesis, conditioning and encoding in a row."""

import os
import sys

os.cpu_count = lambda: 1  # type: ignore[assignment]

from voicecoach.cli import run  # noqa: E402  (the studio must see one core)

sys.exit(run(["build", sys.argv[1], "--quiet"]))
