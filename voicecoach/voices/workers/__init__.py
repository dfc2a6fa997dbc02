"""The processes that speak: where they run, what they are sent, what they send back."""
