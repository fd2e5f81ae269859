"""What can go wrong that a caller would treat differently.

    DragomanError
    ├── SettingsError    a setting is missing, misspelt or out of range
    ├── CodebookError    the codebook contradicts itself or names an unknown code
    ├── SourceError      a file, feed or archive cannot be read at all
    ├── CorrectionError  a correction contradicts the codebook, or is about nothing that the store holds
    ├── ModelMissing     a language model is not installed (the message holds the install command)
    ├── StoreError       the store is locked, damaged or of another version
    ├── ExportError      an export can't be written, or not in that format
    ├── ForecastError    too little is known to forecast anything
    ├── BatchError       a batch can't be begun, or an output of one can't be read
    ├── PlotError        a picture can't be drawn, or not into that file
    └── SearchError      a query asks for nothing that can be looked for

Each message says what, which value, where, and what to do.
"""


class DragomanError(Exception):
    """Base of everything that dragoman raises on purpose."""


class SettingsError(DragomanError):
    """A setting is missing, misspelt or out of range."""


class CodebookError(DragomanError):
    """The codebook contradicts itself or names an unknown code."""


class SourceError(DragomanError):
    """A file, feed or archive cannot be read at all."""


class CorrectionError(DragomanError):
    """A correction contradicts the codebook, or is about nothing that the store holds."""


class ModelMissing(DragomanError):  # noqa: N818  (reads as what happened)
    """A language model is not installed."""


class StoreError(DragomanError):
    """The store is locked, damaged or of another version."""


class ExportError(DragomanError):
    """An export can't be written, or not in that format."""


class ForecastError(DragomanError):
    """Too little is known to forecast anything."""


class PlotError(DragomanError):
    """A picture can't be drawn, or not into that file."""


class SearchError(DragomanError):
    """A query asks for nothing that can be looked for."""


class BatchError(DragomanError):
    """A batch can't be begun, or an output of one can't be read."""
