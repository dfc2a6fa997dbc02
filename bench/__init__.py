"""Benchmarks: ratios against named baselines, all in one run; `make bench` writes README.md."""
