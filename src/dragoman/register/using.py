"""Settings and a codebook in, the codebook with what was imported beside it out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import StoreError
from dragoman.register.file import KIND
from dragoman.register.register import Register
from dragoman.settings import Settings

if TYPE_CHECKING:
    from dragoman.codebook import Codebook


def path_of(settings: Settings) -> Path | None:
    """Return the file of imports that *settings* name, where there is one.

    Raises:
        StoreError: if it was named on purpose and is not there.
    """
    path = Path(settings.actors_db)
    if path.exists():
        return path
    # Somebody who misspelt the name would else be told nothing, and code without what was imported.
    if settings.actors_db == Settings().actors_db:
        return None
    message = f"{path}: there is no {KIND.name} here; make one with: {KIND.make.format(path=path)}"
    raise StoreError(message)


def beside(codebook: Codebook, settings: Settings) -> Codebook:
    """Return *codebook* with what was imported beside it; *codebook* itself where nothing was.

    Raises:
        StoreError: if the file of imports is damaged, locked, of another kind, or missing where it was named.
    """
    path = path_of(settings)
    if path is None:
        return codebook
    register = Register.open(path)
    if not register.digest:
        register.close()
        return codebook
    return codebook.beside(register)
