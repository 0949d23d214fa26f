"""Reads out and compares scans with the exported network."""
