"""Routine scripts: YAML with line and column, doses, exercises, languages, checks."""
