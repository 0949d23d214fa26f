"""An exported network asked about real scans."""
