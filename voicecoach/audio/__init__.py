"""Sound: samples (`pcm/`), MP3 frames (`mp3/`), tags and covers."""
