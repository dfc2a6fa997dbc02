"""Formats that people write: files with places, checked fields, and what is wrong with them."""
