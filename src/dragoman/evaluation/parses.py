"""Keeps parses on disk, so that an evaluation that is run again need not parse again."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import documents

if TYPE_CHECKING:
    from dragoman.documents.parser import SpacyParser


class KeptParses:
    """A parser that remembers, in *folder*, what it has parsed.

    The key is the model's name, the code of `dragoman.documents` and the text. The model is loaded when the
    first text comes that is not there. Only for folders of one's own: pickles from strangers can run code.
    """

    def __init__(self, folder: Path, model: str = documents.DEFAULT_MODEL) -> None:
        """Keep parses by *model* under *folder*."""
        self._folder = folder
        self._model = model
        self._parser: SpacyParser | None = None
        code = sorted(Path(documents.__file__).parent.glob("*.py"))
        self._version = hashlib.sha256(b"\0".join(c.read_bytes() for c in code)).hexdigest()
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def name(self) -> str:
        """Name and version of the model (this loads it)."""
        return self._load().name

    def parse(self, text: str) -> documents.Document:
        """Return the kept parse of *text*, or parse and keep it."""
        key = hashlib.sha256(f"{self._model}\0{self._version}\0{text}".encode()).hexdigest()
        path = self._folder / key[:2] / key
        if path.is_file():
            kept = pickle.loads(path.read_bytes())
            assert isinstance(kept, documents.Document)
            return kept
        doc = self._load().parse(text)
        path.parent.mkdir(exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}")  # others may be writing the same
        scratch.write_bytes(pickle.dumps(doc, protocol=5))
        scratch.replace(path)
        return doc

    def _load(self) -> SpacyParser:
        if self._parser is None:
            self._parser = documents.load(self._model)
        return self._parser
