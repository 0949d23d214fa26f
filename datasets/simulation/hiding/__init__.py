"""What is hidden in a container, and where."""
