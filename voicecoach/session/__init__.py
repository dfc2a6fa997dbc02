"""A session as a value: an order, what was decided, the plan, and its bytes."""
