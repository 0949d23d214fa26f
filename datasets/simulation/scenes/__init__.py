"""What stands in front of the scanner: containers, vehicles, loads and what is hidden."""
