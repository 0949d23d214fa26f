"""Plain methods that the network must beat, on the same aligned pairs."""
