"""What is wrong with a script, by what it is."""
