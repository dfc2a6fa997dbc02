"""Turns a script into a timeline."""
