"""Measures the package on synthetic lists; see README.md beside it."""
