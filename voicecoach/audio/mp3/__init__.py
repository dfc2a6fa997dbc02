"""MP3 frames: encoded, laid end to end, and described."""
