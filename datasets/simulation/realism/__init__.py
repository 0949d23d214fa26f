"""Simulated previews beside real ones, measured."""
