"""What an author writes, as values: routines, exercises, doses, breathing, profiles, programmes.

Also the figures of coaching, and what an exercise asks of the body.
"""
