"""Formats that people write, and what is wrong with them.

Sources (files, and texts that were not saved yet), YAML with places, checked fields, problems.
"""
