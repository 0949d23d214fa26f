"""What a scan is: reading, locating, normalising, aligning, pairing."""
