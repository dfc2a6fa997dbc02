"""What every package stands on: errors, messages, units, the grid of frames, whole files, locks."""
