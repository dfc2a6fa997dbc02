"""Where scripts are found, read and translated: `Script` has all that a routine names."""
