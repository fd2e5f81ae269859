"""Whether the time of any of our patterns grows faster than the text that it is given.

    python bench/patterns.py [--length 4000] [--all]

Collects every pattern that the code and the codebook compile, and those that are written where they are used.
For each it makes strings out of the pattern itself (what leads to a repeat, then the repeat's body many times
over, then something that fails) and out of signs and words that texts hold, and takes the time on *length*
characters and on four times as many, in the way in which the code uses it: searched for everywhere, or
matched at one place. Time that grows like the text grows fourfold; one that grows more than tenfold, and does
so again, is told, and ends in exit code 1. Patterns that never see long text are in BOUNDED, with the reason.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dragoman

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOME = Path(dragoman.__file__).parent
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
ANCHORED = {"match", "fullmatch"}
GROWTH, SHORTEST, LONGEST = 10.0, 0.006, 0.6
"""Times that a time may grow; seconds under which none is told, and after which one is ended."""

BOUNDED = {
    "dragoman.codebook.cues": "tables that ship with the program",
    "dragoman.codebook.factuality": "tables that ship with the program",
    "dragoman.evaluation.resolving": "names and roles in gold files",
    "dragoman.evaluation.intervals": "expressions in gold files",
    "dragoman.articles.facts": "the first 160 characters of a paragraph",
    "dragoman.articles.feeds": "the last 4,000 bytes of a feed",
}
"""Where patterns are that grow, and what they are given at most."""

WORDS = (
    *(
        "a",
        "A",
        "0",
        " ",
        "\n",
        "\t",
        ".",
        ",",
        '"',
        "'",
        "“",
        "”",
        "(",
        ")",
        "[",
        "]",
        "{",
        "<",
        ">",
        "-",
        "—",
    ),
    *(
        "/",
        "&",
        "|",
        "*",
        "#",
        "_",
        ":",
        "\u200b",
        "é",
        "中",
        "a ",
        "A ",
        "Aa ",
        "a.",
        "A. ",
        "a, ",
        "0,",
        "00:",
    ),
    *("\n ", "\n\n", "a@", "http://a.", "<a ", "<a>", "(a", "[a](", "“a ", "a’", "of the ", "\\", "=", "a-"),
    *(" - ", "&amp;", "!", "♦", "a@a."),
)
TAILS = ("\x00", "", "\nz")


@dataclass(slots=True)
class Used:
    """A pattern, where it was seen, and by which methods the code uses it, as far as the source tells."""

    pattern: re.Pattern[Any]
    where: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)


def collect() -> list[Used]:
    """Return every pattern that the package compiles when it is imported and its codebook loaded."""
    found: dict[tuple[Any, int], Used] = {}
    original = re.compile

    def noted(pattern: Any, flags: int = 0) -> re.Pattern[Any]:  # noqa: ANN401
        made = original(pattern, flags)
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.startswith("dragoman"):
            found.setdefault((made.pattern, made.flags), Used(made)).where.add(caller)
        return made

    for name in [n for n in sys.modules if n.startswith("dragoman")]:
        del sys.modules[name]
    re.compile = noted  # type: ignore[assignment]
    try:
        fresh = importlib.import_module("dragoman")
        for module in pkgutil.walk_packages(fresh.__path__, "dragoman."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        importlib.import_module("dragoman.codebook").Codebook.load()
        importlib.import_module("dragoman.codebook.articles").Pages.default()
    finally:
        re.compile = original
    for used, method, where in inline():
        found.setdefault((used.pattern, used.flags), Used(used)).where.add(where)
        found[used.pattern, used.flags].methods.add(method)
    named = methods()
    for one in found.values():
        for where in one.where:
            module = sys.modules.get(where)
            names = (
                [n for n, v in vars(module).items() if v is not None and v == one.pattern] if module else []
            )
            one.methods |= {m for n in names for m in named.get(n, ())}
    return list(found.values())


def trees() -> Iterator[tuple[str, ast.AST]]:
    """Yield each module's name and tree."""
    for path in sorted(HOME.rglob("*.py")):
        name = ".".join(("dragoman", *path.relative_to(HOME).with_suffix("").parts))
        yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def inline() -> Iterator[tuple[re.Pattern[Any], str, str]]:
    """Yield the patterns that are written where they are used, as in ``re.sub("a+", ...)``."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in METHODS
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield re.compile(node.args[0].value), node.func.attr, name


def methods() -> dict[str, set[str]]:
    """Return by the name of each pattern the methods that are called on it anywhere."""
    found: dict[str, set[str]] = {}
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                value = node.value
                name = value.id if isinstance(value, ast.Name) else getattr(value, "attr", None)
                if name:
                    found.setdefault(name, set()).add(node.attr)
    return found


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (before, repeated, after) for strings that may cost *pattern* much time."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = sre_parse.parse(
        source, pattern.flags & ~re.DEBUG & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0)
    )
    seen = set()
    for before, body in repeats(list(tree)):
        for one in dict.fromkeys((body, before + body)):
            if one and (before, one) not in seen:
                seen.add((before, one))
                yield from ((before, one, tail) for tail in TAILS)
    for word in WORDS:
        yield from (("", word, tail) for tail in TAILS[:2])


def repeats(nodes: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield for each repeat what leads to it and one of its bodies."""
    for op, value in nodes:
        for below in _below(op, value):
            if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[1] > 8:
                yield before, sample(below)
            yield from repeats(below, before)
        before += sample([(op, value)])


def _below(op: Any, value: Any) -> list[list[Any]]:  # noqa: ANN401
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [list(value[2])]
    if op is sre.SUBPATTERN:
        return [list(value[-1])]
    if op is sre.BRANCH:
        return [list(b) for b in value[1]]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [list(value[1])]
    if op is sre.ATOMIC_GROUP:
        return [list(value)]
    return []


def sample(nodes: list[Any]) -> str:
    """Return a short string that the nodes match, or nearly."""
    out = ""
    for op, value in nodes:
        if op is sre.LITERAL:
            out += chr(value)
        elif op in (sre.NOT_LITERAL, sre.ANY):
            out += "a" if value != ord("a") else "b"
        elif op is sre.IN:
            out += _member(value)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            out += sample(list(value[2])) * max(value[0], 1 if value[1] > 8 else 0)
        elif op is sre.BRANCH:
            out += sample(list(value[1][0]))
        elif op is sre.SUBPATTERN or op is sre.ATOMIC_GROUP:
            out += sample(_below(op, value)[0])
    return out


def _member(items: list[Any]) -> str:
    """Return a character that a set holds."""
    whole = re.compile("[" + "".join(_shown(i) for i in items) + "]")
    return next(
        (c for c in "a A0.,-\n\"'<>()/:;_“" if whole.match(c)),
        chr(items[-1][1]) if items[-1][0] is sre.LITERAL else "a",
    )


def _shown(item: Any) -> str:  # noqa: ANN401
    op, value = item
    classes = {
        sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
        sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
    }  # fmt: skip
    if op is sre.NEGATE:
        return "^"
    if op is sre.LITERAL:
        return re.escape(chr(value))
    if op is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return classes[value]


class TooLong(Exception):  # noqa: N818
    """It took longer than anybody waits."""


def _ring(*_: object) -> None:
    raise TooLong


def seconds(call: Callable[[], object]) -> float:
    """Return the shortest of three times; no more is waited for than LONGEST."""
    times = []
    for _ in range(3):
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
        began = time.process_time()
        try:
            call()
        except TooLong:
            return LONGEST
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        times.append(time.process_time() - began)
        if times[-1] < SHORTEST:
            break
    return min(times)


def grows(used: Used, length: int) -> tuple[float, float, str] | None:
    """Return the worst growth of a pattern's time, the longer time, and on what; None if it is linear."""
    pattern, worst = used.pattern, None
    everywhere = not used.methods or used.methods - ANCHORED
    for before, body, after in attacks(pattern):
        pair = []
        for size in (length, 4 * length):
            text: Any = before + body * (size // len(body)) + after
            if isinstance(pattern.pattern, bytes):
                text = text.encode("utf-8")
            call = (
                (lambda t=text: sum(1 for _ in pattern.finditer(t)))
                if everywhere
                else (lambda t=text: pattern.match(t))
            )
            pair.append(seconds(call))
            if pair[-1] >= LONGEST:
                break
        if pair[-1] >= LONGEST:
            return LONGEST / min(pair[0], LONGEST / 2), LONGEST, f"{before!r} + {body!r} × n + {after!r}"
        short, long = pair
        if long > SHORTEST and long / max(short, 1e-6) > GROWTH and (worst is None or long > worst[1]):
            worst = (long / max(short, 1e-6), long, f"{before!r} + {body!r} × n + {after!r}")
    return worst


def main() -> None:
    """Try all patterns, and print those that are not linear."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--length", type=int, default=2_500)
    parser.add_argument("--all", action="store_true", help="also print which are linear")
    asked = parser.parse_args()
    signal.signal(signal.SIGALRM, _ring)
    found = collect()
    bad = bounded = 0
    for used in sorted(found, key=lambda u: sorted(u.where)):
        worst = grows(used, asked.length)
        if worst is not None and used.where <= BOUNDED.keys():
            bounded += 1
            continue
        worst = worst and grows(used, asked.length)
        if worst is not None:
            bad += 1
            where = ", ".join(sorted(used.where))
            told = f"{worst[0]:6.1f}× {worst[1] * 1000:8.1f} ms  {where}: {used.pattern.pattern!r}"
            print(told[:400], flush=True)
            print(f"    used by {', '.join(sorted(used.methods)) or 'unknown'}; on {worst[2]}"[:300])
        elif asked.all:
            print(f"linear  {', '.join(sorted(used.where))}: {used.pattern.pattern!r}"[:200])
    print(f"{len(found)} patterns, {bounded} grow but see short text alone, {bad} grow faster than the text")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
