"""Plans that were started, what was logged of them, and what follows: all on this machine."""
