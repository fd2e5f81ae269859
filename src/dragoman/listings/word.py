"""A listing as a text document (Office Open XML), with headings, quotations and links."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as Sheet
    from docx.text.paragraph import Paragraph

    from dragoman.listings.items import Item, Listing, Source

MARGIN, TEXT_SIZE, SMALL = Cm(2.2), Pt(10.5), Pt(9)
LINK, SOFT = RGBColor(0x0B, 0x4F, 0x9E), RGBColor(0x50, 0x50, 0x50)


def docx(listing: Listing) -> bytes:
    """Return *listing* as a document, a second-level heading for each item."""
    sheet = Document()
    _set_up(sheet, listing)
    sheet.add_heading(listing.title, level=1)
    if listing.note:
        _soft(sheet.add_paragraph(), listing.note)
    if not listing.items:
        sheet.add_paragraph("Nothing fits.")
    for item in listing.items:
        _item(sheet, item)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def _set_up(sheet: Sheet, listing: Listing) -> None:
    sheet.styles["Normal"].font.size = TEXT_SIZE
    sheet.styles["Quote"].paragraph_format.keep_with_next = True
    for section in sheet.sections:
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    core = sheet.core_properties
    # The library's own template names its author; lengths are limited by the format.
    core.title, core.author, core.comments, core.language = listing.title[:255], "dragoman", "", "en"


def _item(sheet: Sheet, item: Item) -> None:
    sheet.add_heading(f"{item.when} · {item.sides}: {item.deed}", level=2)
    facts = sheet.add_paragraph()
    facts.paragraph_format.keep_with_next = True
    facts.add_run(item.facts).bold = True
    _soft(facts, "".join(f" · {voice}" for voice in item.voices))
    sheet.add_paragraph(item.words, style="Quote")
    for source in item.sources:
        _source(sheet.add_paragraph(style="List Bullet"), source)


def _source(line: Paragraph, s: Source) -> None:
    line.paragraph_format.space_after = Pt(2)
    if before := ", ".join(part for part in (s.publisher, s.day) if part):
        _soft(line, f"{before}, ")
    if s.url:
        _link(line, s.title, s.url)
    else:
        _soft(line, s.title)
    _soft(line, ": ")
    act = line.add_run(s.act)
    act.italic, act.font.size = True, SMALL
    words = f": “{s.words}”" if s.words else ""
    _soft(line, f"{' ' + s.who if s.who else ''}{words}")


def _soft(line: Paragraph, text: str) -> None:
    run = line.add_run(text)
    run.font.size, run.font.color.rgb = SMALL, SOFT


def _link(line: Paragraph, text: str, url: str) -> None:
    """Add a hyperlink, which the library can read and not write."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = line.add_run(text)
    run.font.size, run.font.color.rgb, run.font.underline = SMALL, LINK, True
    link.append(run._r)
    line._p.append(link)
