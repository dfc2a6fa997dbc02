"""A build with a single worker: start-up, synthesis, conditioning and encoding in a row."""

import sys

from voicecoach.cli import run
from voicecoach.voices.workers import placement

placement._cores = lambda: 1

sys.exit(run(["build", sys.argv[1], "--quiet"]))
