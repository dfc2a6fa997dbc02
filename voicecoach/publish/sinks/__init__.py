"""Where a site goes: a folder, a private one, an archive."""
