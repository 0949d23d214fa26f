"""The kinds of goods, by how they are packed."""
