"""From an exported network and a set of pairs to figures, tables and plots."""
