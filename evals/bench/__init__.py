"""Benchmarks: how fast, how heavy. `python -m evals.bench` prints the table of the README."""
