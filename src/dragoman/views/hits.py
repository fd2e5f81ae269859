"""What a search found in, lines for the terminal and rows of a table out, with the words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from dragoman.views.words import counted, one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.searching import Results
    from dragoman.store import Citation, Hit

COLUMNS = (
    "kind",
    "score",
    "words",
    "speaker",
    "country",
    "stance",
    "cue",
    "article",
    "attribution",
    "start",
    "published",
    "publisher",
    "title",
    "url",
    "sources",
    "cited",
)

MARK = "**"
"""Set around what was found where there is no bold type."""


def results(found: Results) -> Iterator[Text]:
    """Yield articles, then quotes, each under a heading if there are any."""
    for hits, one in ((found.articles, "article"), (found.quotes, "quote")):
        if hits.best:
            yield Text(counted(hits.total, one), style="bold underline")
            for hit in hits.best:
                yield _hit(hit)


def row(h: Hit) -> tuple[object, ...]:
    """Return a hit as `COLUMNS`; ``sources`` counts the articles that ``cited`` names."""
    return (
        h.kind,
        h.score,
        marked(h),
        h.speaker,
        h.country,
        h.stance,
        h.cue,
        h.article,
        h.attribution,
        h.start,
        h.published,
        h.publisher,
        h.title,
        h.url,
        len(h.sources),
        " | ".join(_cited(c) for c in h.sources),
    )


def marked(h: Hit) -> str:
    """Return the words of *h* with a mark around each stretch that was found."""
    out, at = [], 0
    for start, end in h.marks:
        out += [h.words[at:start], MARK, h.words[start:end], MARK]
        at = end
    return " ".join("".join([*out, h.words[at:]]).split())


def _hit(h: Hit) -> Text:
    line = Text(overflow="fold")
    if h.kind == "quote":
        by = f" ({h.country})" if h.country and h.country != h.speaker else ""
        line.append(one_line(f"{h.speaker or 'somebody'}{by}"), "bold")
        line.append(f" · {h.stance}: ")
    else:
        line.append(f"{one_line(h.title or h.article)}\n", "bold")
    line.append_text(_words(h))
    for source in h.sources:
        line.append(f"\n{one_line(_cited(source, but=h.title if h.kind == 'article' else None))}", "dim")
    return line.append("\n")


def _words(h: Hit) -> Text:
    """Return the words with what was found in bold, and between signs for who sees no bold type."""
    out, at = Text("“"), 0
    for start, end in h.marks:
        out.append(_flat(h.words[at:start]))
        out.append(MARK, "dim").append(_flat(h.words[start:end]), "bold").append(MARK, "dim")
        at = end
    return out.append(_flat(h.words[at:])).append("”")


def _flat(text: str) -> str:
    return plain(text).replace("\n", " ").replace("\t", " ")


def _cited(c: Citation, but: str | None = None) -> str:
    """Return how one cites an article, without its title where that is *but*."""
    title = None if c.title == but else c.title
    return ", ".join(part for part in (c.publisher, c.published, title, c.url) if part) or c.article
