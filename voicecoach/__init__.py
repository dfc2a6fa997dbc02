"""voicecoach: physiotherapy routine scripts in, voice-guided MP3 sessions out."""

__version__ = "0.1.0"
