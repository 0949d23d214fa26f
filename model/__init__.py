"""The network, its loss and its export."""
