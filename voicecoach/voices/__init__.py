"""Speech: the engine contract, `engines/`, the processes that speak (`workers/`), what is measured.

Keys of content, pace, verification, catalogue and installation of voices.
"""
