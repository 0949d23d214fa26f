"""What X-rays, scanners and detectors do."""
