"""A small network that sees the edges of a container's walls, and what follows from them."""
