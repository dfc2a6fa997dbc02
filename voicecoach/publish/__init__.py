"""Finished sessions as a folder that any static host serves: pages, feed, handouts, posters.

Reads session records and the languages' own labels, never scripts or profiles. `offer` holds what
is published, `parts` is the table of what is made of it, `site` writes it.
"""
