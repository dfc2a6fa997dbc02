"""MPEG audio: frames, encoding of one cue, splicing of a session, tags and cover."""
