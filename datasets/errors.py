"""What can be wrong with a scan, a pair or a set of pairs.

ScanError
├── MissingScan           there is no such file, or it cannot be opened
├── UnreadableScan        the bytes are in no form that is read
├── DamagedScan           the form is known, the content is empty, truncated or broken
├── ScanTooLarge          more pixels than may be decoded
├── UnusableScan          decoded, but no transmission image that can be read out
├── ContainerNumberError  no container number after ISO 6346
├── SiteError             no site after UN/LOCODE and lane
├── PairError             two scans that do not belong together
├── LocatorError          the network that locates containers is missing or broken
├── AlignmentError        two views that cannot be laid on each other
├── SetError              a set of pairs that breaks its form
├── RecipeError           a recipe for simulated pairs that cannot hold
└── DeviceError           a device that is not there
"""


class ScanError(Exception):
    """The input cannot be used; the message says what was found and what is wanted."""


class MissingScan(ScanError):
    """There is no such file, or it cannot be opened."""


class UnreadableScan(ScanError):
    """The bytes are in no form that is read."""


class DamagedScan(ScanError):
    """The form is known, but the content is empty, truncated or broken."""


class ScanTooLarge(ScanError):
    """The image has more pixels than may be decoded."""


class UnusableScan(ScanError):
    """The image was decoded, but it is no transmission image that can be read out."""


class ContainerNumberError(ScanError):
    """The text is no container number after ISO 6346."""


class SiteError(ScanError):
    """The text is no site after UN/LOCODE and lane."""


class PairError(ScanError):
    """The two scans do not belong together."""


class LocatorError(ScanError):
    """The network that locates containers is missing or broken."""


class AlignmentError(ScanError):
    """The two views cannot be laid on each other."""


class SetError(ScanError):
    """The set of pairs breaks its form."""


class RecipeError(ScanError):
    """The recipe for simulated pairs cannot hold."""


class DeviceError(ScanError):
    """The device that was asked for is not there."""
