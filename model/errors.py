"""What can be wrong as a network becomes a file.

ModelError
├── ExportError   the network could not be exported
└── ParityError   the exported file answers otherwise than the network
"""


class ModelError(Exception):
    """The network cannot become a file; the message says what was found and what is wanted."""


class ExportError(ModelError):
    """The network could not be exported."""


class ParityError(ModelError):
    """The exported file answers otherwise than the network."""
