"""How well scans are located and laid on each other: figures beside their goals, and pages of the worst."""
