"""The clinic's studio in the browser: who may come in, its pages, and what they send.

It knows nothing of projects: a `Desk` gives what pages show, and does what they ask for.
"""
