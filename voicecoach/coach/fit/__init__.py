"""Fits a routine to a length."""
