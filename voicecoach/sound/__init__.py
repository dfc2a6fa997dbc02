"""Sound on PCM: conditioning of clips, tones, limiter, loudness."""
