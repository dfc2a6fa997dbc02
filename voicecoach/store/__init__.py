"""Where fragments and what was computed once are kept, by keys of their content."""
