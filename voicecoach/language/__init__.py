"""The coach's words in each language, and how texts are brought into what is to be spoken.

Phrases, number words, the text normaliser, lexicons, words with two readings.
"""
