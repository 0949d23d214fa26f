"""Trains, exports, calibrates and scores the network."""
