"""Scenes, physics and scanners that make labelled pairs."""
