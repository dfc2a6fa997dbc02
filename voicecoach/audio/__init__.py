"""Sound: samples, MP3 frames, tags and covers."""
