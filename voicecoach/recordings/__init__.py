"""A clinician's recordings: the cue sheet that is read from, and the way of a take into a set."""
