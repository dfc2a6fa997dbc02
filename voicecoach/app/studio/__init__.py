"""The clinic's studio: a project in the browser of whoever has it."""
