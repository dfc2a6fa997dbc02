"""Tries to make the program lose something, by kinds of faults, and counts how often it does.

`python -m bench.campaign` works in folders of its own, ends only what it has started, by its
number, and leaves nothing. Every try follows from the seed, the kind and a number, so a loss can be
seen again: those that were found once stand in `seeds.txt` and come first.
"""
