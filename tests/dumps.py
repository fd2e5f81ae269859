"""A small dump of our own: invented villages, and a few real ones, as GeoNames writes them."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.codebook import gazetteer
from dragoman.codebook.tables import Faults

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.codebook.gazetteer import Gazetteer


def row(
    number: int,
    name: str,
    lat: float,
    lon: float,
    country: str = "UA",
    admin1: str = "07",
    *,
    code: str = "P.PPL",
    ascii_name: str | None = None,
    alternates: str = "",
    people: int = 0,
    changed: str = "2024-02-01",
) -> str:
    """Return a line of a dump."""
    feature_class, feature = code.split(".")
    where = f"{lat}\t{lon}\t{feature_class}\t{feature}\t{country}\t\t{admin1}\t\t\t"
    rest = f"{people}\t\t150\tEurope/Kiev\t{changed}"
    return f"{number}\t{name}\t{ascii_name or name}\t{alternates}\t{where}\t{rest}\n"


VILLAGES = (
    row(1001, "Zhuravlyntsi", 49.71, 37.32, alternates="Zhuravlinci,Журавлинці,ZHU,http://x.example/Zhu"),
    row(1002, "Torhovytsia Mala", 49.55, 37.41, ascii_name="Torhovytsia Mala"),
    row(1003, "Brodovate", 49.62, 37.11),
    row(1004, "Brodovate", 47.11, 33.02, admin1="08"),
    row(1005, "Brodovate", 50.91, 34.22, admin1="21"),
    row(1006, "Hlynyshche", 49.80, 36.95),
    row(1007, "Hlynyshche", 49.35, 36.15),
    row(1008, "Hlynyshche", 49.801, 36.951, code="A.ADM4"),
    row(1009, "Šipkovac", 45.31, 18.41, "HR", "14", ascii_name="Sipkovac"),
    row(1010, "Sipkovac", 44.21, 19.92, "RS", "SE"),
    row(1011, "Novosilka", 49.44, 37.01),
    row(1012, "Kharkiv", 49.98, 36.25, code="P.PPLA", people=1_433_886),
    row(1013, "Petrenko", 49.51, 36.52),
    row(1014, "Lavrov", 49.52, 36.55),
    row(1015, "Hamas", 49.53, 36.56),
    row(1016, "Reading", 49.54, 36.57),
    row(1017, "Monday", 49.55, 36.58),
    row(1018, "Kharkiv Oblast", 49.5, 36.5, code="A.ADM1"),
    row(1019, "Verkhniy Shlyakh Airfield", 49.2, 36.1, code="S.AIRF"),
    row(1020, "Oleksandr", 49.56, 36.59),
    row(1021, "Dryland Creek", 49.57, 36.6, code="H.STM"),
    row(1022, "Tell Marwan", 36.41, 37.52, "SY", "09"),
    row(1023, "Odesa", 49.58, 36.61),
    row(1024, "Torhovytsia", 48.62, 30.61, admin1="10"),
)


def dump(path: Path, lines: tuple[str, ...] = VILLAGES) -> Path:
    """Write *lines* to *path*: as they are, or into a zip archive with a readme, as GeoNames packs them."""
    text = "".join(lines)
    if path.suffix != ".zip":
        path.write_text(text, encoding="utf-8")
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "This is our own.\n")
        archive.writestr(path.stem + ".txt", text)
    return path


def atlas() -> Gazetteer:
    """Return the shipped gazetteer."""
    faults = Faults()
    loaded = gazetteer.load(files("dragoman.codebook"), faults)
    faults.stop()
    return loaded
