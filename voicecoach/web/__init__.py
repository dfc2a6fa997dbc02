"""A site in the browser, from this machine."""
