"""Coaching as pure functions: a routine becomes a timeline, a timeline a schedule."""
