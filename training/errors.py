"""What can be wrong with a training run, its data or its thresholds; export has its own tree in `model.errors`.

TrainingError
├── SettingsError      a setting that cannot hold, or a file of settings that names an unknown one
├── PreparedError      prepared pairs that are missing, too few, or made for another preparation
├── CheckpointError    a checkpoint that is missing or does not fit the network
├── ExportError        the exported file could not be made
│   └── ParityError    the exported file gives other scores than the network
├── CalibrationError   too few benign pairs to set a threshold at all
├── EvaluationError    the set holds no pair that can be scored
└── RivalError         a network to measure beside cannot be asked what the network is
"""


class TrainingError(Exception):
    """The run cannot go on; the message says what was found and what is wanted."""


class SettingsError(TrainingError):
    """A setting cannot hold, or a file of settings names an unknown one."""


class PreparedError(TrainingError):
    """The prepared pairs are missing, too few, or made for another preparation."""


class CheckpointError(TrainingError):
    """The checkpoint is missing or does not fit the network."""


class CalibrationError(TrainingError):
    """There are too few benign pairs to set a threshold at all."""


class EvaluationError(TrainingError):
    """The set holds no pair that can be scored."""


class RivalError(TrainingError):
    """A network to measure beside cannot be asked what the network is."""
