"""The only door to what lies below: commands, servers and batches call this, and nothing else."""
