"""A site in the browser, served from this machine."""
