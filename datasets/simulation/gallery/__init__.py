"""A page of a set's pairs to look at."""
