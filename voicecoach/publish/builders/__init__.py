"""What a site is made of: pages, sheets, feeds."""
