"""What can be wrong with the model, a call or the service; what is wrong with a scan stands in `datasets.errors`.

ServingError
├── ModelError
│   ├── ModelMissing          no file where the model should be
│   ├── UnreadableModel       the file is no ONNX network with the wanted inputs and outputs
│   ├── IncompleteModel       the metadata that a model must carry is absent or malformed
│   ├── ForeignPreparation    the model was made for another preparation of scans
│   └── GoldenPairFailed      the model does not answer as it did when it was exported
├── SettingsError             a setting is not known or out of its range
├── UnknownRate               no threshold is stored for this false-alarm rate
├── DeadlinePassed            the answer took longer than is allowed
└── ServiceBusy               as many requests wait as may wait
"""


class ServingError(Exception):
    """The call cannot be answered; the message says what was found and what is wanted."""


class ModelError(ServingError):
    """The model cannot be used."""


class ModelMissing(ModelError):
    """There is no file where the model should be."""


class UnreadableModel(ModelError):
    """The file is no ONNX network with the wanted inputs and outputs."""


class IncompleteModel(ModelError):
    """The metadata that a model must carry is absent or malformed."""


class ForeignPreparation(ModelError):
    """The model was made for another preparation of scans than this program's."""


class GoldenPairFailed(ModelError):
    """The model does not answer its golden pair as it did when it was exported."""


class SettingsError(ServingError):
    """A setting is not known or out of its range."""


class UnknownRate(ServingError):
    """The model stores no threshold for this false-alarm rate."""


class DeadlinePassed(ServingError):
    """The answer took longer than is allowed."""


class ServiceBusy(ServingError):
    """As many requests wait as may wait."""
