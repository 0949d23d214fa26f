"""The locator's network: its examples, its training, its file."""
