"""Test objects before a scanner, and what is seen of them."""
