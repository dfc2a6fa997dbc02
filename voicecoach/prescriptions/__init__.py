"""Prescriptions from elsewhere: texts, tables and records become routines and profiles.

`text`, `sheet` and `fhir` say what there is to be read, item by item; `understand` finds the
exercise and the dose of each, `write` makes a script of them. Nothing is guessed in silence.
"""
