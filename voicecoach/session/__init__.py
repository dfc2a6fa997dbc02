"""A session as a value: an order, what was decided, the plan, and its bytes.

Also its record, captions, and `review/`: the checks that a finished record must pass.
"""
