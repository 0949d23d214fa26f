"""One file of behaviour for each source file."""
