"""Text that is final and what is known of it in, `Article` out: ids, dates and language are checked here.

`NoArticle` carries the reason why there is none; the readers turn it into a `Refused`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.articles import dates, languages
from dragoman.articles.decoding import encodable, letters
from dragoman.errors import SourceError
from dragoman.records import Article

if TYPE_CHECKING:
    from dragoman.articles.languages import Guess
    from dragoman.records import Grain

WHAT_IS_A_DATE = "a date like 2024-01-19 or a time like 2024-01-19T12:12+09:00"
ONLY_ENGLISH = "only English is read so far; give an English version of it"
# A short text gives the detector little: it must be surer, and the more so the shorter the text.
SHORT, SHORTEST = 200, 60


class NoArticle(Exception):  # noqa: N818  (reads as what happened)
    """There is no article here; the message says why and what to do."""


def from_text(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    id: str | None = None,
) -> Article:
    """Return *text* as an article, as it stands: nothing is cleaned, so use `read` for pages.

    Raises:
        SourceError: if there is no text, or *published* is no date.

    >>> from_text("Turkey accused Greece.", published="2024-01-19").published_grain
    'day'
    """
    try:
        return article(
            text, id=id, title=title, published=published, publisher=publisher, url=url, language=language
        )
    except NoArticle as error:
        raise SourceError(str(error)) from None


def article(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    longest: int | None = None,
) -> Article:
    """Return an article with *text* as it stands, or raise NoArticle."""
    if longest is not None and len(text) > longest:
        raise NoArticle(too_long(len(text), longest))
    if not letters(text):
        message = "the text is empty or holds no words; give the text of an article"
        raise NoArticle(message)
    value, grain = _published(published)
    text, title, publisher, url = encodable(text), _known(title), _known(publisher), _known(url)
    return Article(
        id=encodable(id) if id else content_id(text, title=title, url=url),
        text=text,
        url=url,
        title=title,
        publisher=publisher,
        published=value,
        published_grain=grain,
        language=_known(language),
    )


def too_long(length: int, longest: int) -> str:
    """Say that a text of *length* characters is longer than the setting allows."""
    limit = f"more than the {longest:,} of the setting longest_article"
    return f"the text has {length:,} characters, {limit}; split it, or raise the setting"


def content_id(text: str, *, title: str | None = None, url: str | None = None) -> str:
    """Return the id of an article that came without one.

    The same words from the same place have the same id.
    """
    whole = "\0".join((url or "", title or "", text))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


def in_english(given: Article) -> Article:
    """Return the article with its language; raise NoArticle where that is another than English."""
    if given.language is not None:
        code = given.language.strip().lower()
        if code == "english" or code.replace("_", "-").split("-")[0] in ("en", "eng"):
            return given
        message = f"the article is in {languages.name(given.language)}; {ONLY_ENGLISH}"
        raise NoArticle(message)
    guess = languages.detect(given.text)
    refuse_other(guess, len(given.text))
    return replace(given, language="en") if guess and guess.language == "en" else given


def refuse_other(guess: Guess | None, length: int) -> None:
    """Raise NoArticle if a text of *length* characters is surely in another language."""
    if guess is None or guess.language == "en":
        return
    wide = guess.language in (
        "zh",
        "ja",
        "ko",
        "ar",
        "ru",
        "uk",
        "fa",
        "he",
        "el",
        "hi",
        "th",
        "bg",
        "ka",
        "hy",
    )
    needed = 0.5 if length >= SHORT else 0.75
    if length < (8 if wide else SHORTEST) or guess.score < needed:
        return
    message = f"the article is in {languages.name(guess.language)}; {ONLY_ENGLISH}"
    raise NoArticle(message)


def _published(text: str | None) -> tuple[str | None, Grain | None]:
    if text is None or not text.strip():
        return None, None
    stamp = dates.given(text)
    if stamp is None:
        shown = text if len(text) < 40 else text[:37] + "..."
        message = f"published is {shown!r}, which is no date; give {WHAT_IS_A_DATE}"
        raise NoArticle(message)
    return stamp.value, stamp.grain


def _known(text: str | None) -> str | None:
    return encodable(text.strip()) or None if text else None
