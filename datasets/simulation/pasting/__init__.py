"""Lots pasted into prepared pictures while training."""
