"""What somebody typed in, an expression of SQLite's full text search out.

A query is words, "phrases", beginnings* of words, OR, NOT (before the word or phrase that must not be there)
and parentheses; words beside each other must all be there, and OR joins all that stands on either side of it.
Everything else is taken for words: no query is an error of syntax.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.errors import SearchError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1_000
"""Characters: nobody types more, and the database's own parser has its limits."""

DEEPEST = 20
"""Parentheses inside each other; those beyond are left out."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_TOKEN = re.compile(r'"(?P<phrase>[^"]*)"(?P<star>\*?)|(?P<mark>[()])|(?P<word>[^\s()"]+)')
_SPOKEN = re.compile(r"[^\W_]")


def expression(query: str) -> str | None:
    """Return *query* as an expression for MATCH; None if there is no word in it.

    >>> print(expression('shells OR "artillery fire" NOT drill'))
    ("shells" OR ("artillery fire" NOT "drill"))
    >>> print(expression('the "stray negotiat*'))
    ("the" AND "stray" AND "negotiat"*)

    Raises:
        SearchError: if it is too long, or says only what must not be there.
    """
    if len(query) > LONGEST:
        message = f"the query has {len(query)} characters, and {LONGEST} are the most; give fewer words"
        raise SearchError(message)
    return _Reader(list(_tokens(query))).whole()


def words(text: str) -> str | None:
    """Return the expression for all words of *text*, none of them taken for an operator; None without one.

    >>> print(words("Sergei Lavrov"))
    ("Sergei" AND "Lavrov")
    """
    return _joined("AND", list(filter(None, map(_quoted, text.translate(_QUOTES).split()))))


def _tokens(query: str) -> Iterator[str]:
    """Yield quoted words and phrases, and ``(``, ``)``, ``OR``, ``NOT``."""
    query = query.translate(_QUOTES)
    if query.count('"') % 2:
        # A stray one: the last, which opens nothing.
        before, _, after = query.rpartition('"')
        query = f"{before} {after}"
    for m in _TOKEN.finditer(query):
        word = m["word"]
        if m["mark"] or word in ("OR", "NOT"):
            yield m[0]
        elif word != "AND":
            text, star = (m["phrase"], m["star"]) if word is None else (word.rstrip("*"), word[-1:])
            if quoted := _quoted(text):
                yield quoted + ("*" if star == "*" else "")


def _quoted(text: str) -> str | None:
    """Return *text* as a phrase; None if nothing in it can be found."""
    text = text.replace('"', " ").replace("\0", " ").strip()
    return f'"{text}"' if _SPOKEN.search(text) else None


def _joined(operator: str, parts: list[str]) -> str | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return f"({f' {operator} '.join(parts)})"


class _Reader:
    """Reads tokens from left to right; what is out of place is passed over."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def whole(self) -> str | None:
        """Read all there is: a closing parenthesis too many changes nothing."""
        parts: list[str] = []
        while self.peek() is not None:
            parts += filter(None, [self.either()])
            self.at += self.peek() is not None
        return _joined("AND", parts)

    def either(self) -> str | None:
        """Read what is joined by OR, up to a closing parenthesis."""
        parts = [self.together()]
        while self.peek() == "OR":
            self.at += 1
            parts.append(self.together())
        return _joined("OR", [p for p in parts if p])

    def together(self) -> str | None:
        """Read what stands side by side, without what must not be there."""
        wanted: list[str] = []
        unwanted: list[str] = []
        while self.peek() not in (None, ")", "OR"):
            side = wanted
            while self.peek() == "NOT":
                side = unwanted
                self.at += 1
            if self.peek() not in (None, ")", "OR"):
                side += filter(None, [self.one()])
        if unwanted and not wanted:
            message = f"the query says only what must not be there: {' '.join(unwanted)}; give a word to find"
            raise SearchError(message)
        kept, refused = _joined("AND", wanted), _joined("OR", unwanted)
        return f"({kept} NOT {refused})" if refused else kept

    def one(self) -> str | None:
        """Read a word, a phrase, or what stands in parentheses."""
        token = self.tokens[self.at]
        self.at += 1
        if token != "(":
            return token
        if self.depth >= DEEPEST:
            return None
        self.depth += 1
        found = self.either()
        self.depth -= 1
        self.at += self.peek() == ")"
        return found

    def peek(self) -> str | None:
        """Return the next token, None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None
