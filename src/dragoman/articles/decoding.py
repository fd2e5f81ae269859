"""Bytes in, text out: the encodings that pages and files come in, and the files that are no text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"%PDF", "a PDF; save its text as .txt and give that"),
    (b"PK\x03\x04", "a zip file or an office document; save it with its own ending (.zip) and give that"),
    (b"\x1f\x8b", "compressed with gzip; name it .jsonl.gz, .html.gz or .txt.gz, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an office document; save its text as .txt and give that"),
    (b"{\\rtf", "an RTF document; save its text as .txt and give that"),
    (b"\x89PNG", "a picture; give the text of the article"),
    (b"\xff\xd8\xff", "a picture; give the text of the article"),
    (b"GIF8", "a picture; give the text of the article"),
    (b"SQLite format 3", "an SQLite database; give articles, not a store"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"(\xb5/\xfd", "compressed with zstd; unpack it first"),
    (b"WARC/", "a web archive; save it with the ending .warc and give that"),
    (b"PAR1", "a Parquet table; save it with the ending .parquet and give that"),
)
# What pages call Latin-1 is Windows-1252, and their Korean and Chinese are the larger sets.
ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*+=\s*+[\"']?\s*+([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)
# Bytes that no text in a one-byte encoding holds.
# So few of them are slips, in however short a text.
FEW = 4
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why bytes are no text, as the second half of a sentence that begins with the file's name."""

    why: str


def decode(data: bytes, *, told: str | None = None) -> str | Unreadable:
    """Return the text that *data* holds, or why it holds none.

    A byte order mark wins, then UTF-8, then the charset that the server has *told*, then the one that a page
    declares, then Windows-1252.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    for magic, what in MAGIC:
        if data.startswith(magic):
            return Unreadable(f"it is {what}")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    data = data.replace(b"\x00", b"") if data.count(b"\x00") <= max(FEW, len(data) // 200) else data
    if len(data) - len(data.translate(None, _CONTROLS)) > max(FEW, len(data) // 100):
        return Unreadable("it is a binary file, not text; give text, HTML or JSON lines")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    for declared in (_known(told or ""), _declared(data)):
        if declared is None:
            continue
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    # One bad byte in a long UTF-8 file is a bad byte, not another encoding.
    text = data.decode("utf-8", errors="replace")
    whole = sum(1 for c in text if ord(c) > 127 and c != "\ufffd")
    if text.count("\ufffd") <= whole / 2 or broken.start > len(data) - 4:
        return text
    return data.decode("cp1252", errors="replace")


def plain(text: str) -> str:
    """Return *text* repaired.

    Mojibake undone, one form of each letter, no invisible signs; quotes stay curly.
    """
    if not _sound(text):
        import ftfy  # noqa: PLC0415  (not needed for ready-made articles)

        # Where the text holds tags, "&lt;" means what it says.
        entities: Literal["auto"] | bool = False if "<" in text else "auto"
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(
            x if _sound(x) else ftfy.fix_text(x, uncurl_quotes=False, unescape_html=entities) for x in lines
        )
    return text.translate(_INVISIBLE)


def _sound(text: str) -> bool:
    """Say whether nothing in *text* could need repair, so that most lines of most pages pass quickly."""
    return text.isascii() and "&" not in text and text.replace("\n", "").isprintable()


def encodable(text: str) -> str:
    """Return *text* with half surrogate pairs replaced, place by place: no output format can hold them."""
    if text.isascii():
        return text
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


_INVISIBLE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\x00")),
    **dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")),
    **dict.fromkeys(
        map(ord, "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"), " "
    ),
    **dict.fromkeys(map(ord, "\x0b\x0c\t"), " "),
    **dict.fromkeys(map(ord, "\u2028\u2029\x85"), "\n"),
}


def letters(text: str) -> bool:
    """Say whether there is anything in *text* to read."""
    return any(unicodedata.category(c)[0] == "L" for c in text[:1_000_000])


def _wide(data: bytes) -> str | None:
    """Return UTF-16 without a mark, as some editors write it: every second byte of Latin text is zero."""
    head = data[:2_000]
    if len(head) < 8 or len(data) % 2:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    m = _CHARSET.search(data[:4_096])
    if m is None:
        return None
    return _known(m[1].decode("ascii", "replace"))


def _known(name: str) -> str | None:
    """Return Python's name of an encoding; None if it has none."""
    name = ALIASES.get(name.lower(), name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
