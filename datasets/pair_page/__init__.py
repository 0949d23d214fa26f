"""A page to look at how two scans were laid on each other."""
