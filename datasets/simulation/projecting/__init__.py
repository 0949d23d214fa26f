"""Labelled pairs from scans that a user has."""
