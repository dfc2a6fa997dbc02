"""What is wrong with a script: a module for each kind of script."""
