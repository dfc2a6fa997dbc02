"""Samples: clips, their loudness, and tones."""
