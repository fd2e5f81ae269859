"""What the documents say is so; `make docs` writes the pages that are made from commands and codebook."""

from __future__ import annotations

import doctest
import re
import shlex
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from dragoman.cli import main
from dragoman.cli.commands import Command
from dragoman.codebook import scheme
from dragoman.codebook.tables import Faults
from dragoman.coding import Coder
from dragoman.exports import columns

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def commands_of(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """Return the commands of *group* by the words that call them."""
    found: dict[str, click.Command] = {}
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            found |= commands_of(command, f"{before}{name} ")
        else:
            found[before + name] = command
    return found


ALL = commands_of(main)
COMMANDS = sorted(ALL)

CODEBOOK_TOP = """# Codebook

Written by `make docs` from `src/dragoman/codebook/types.toml` and `cameo.tsv`.

The scheme is PLOVER 2.0: its codes, scores and rules are facts taken over, the definitions are in our own
words.
Where the manual contradicts itself, the value is a setting (`dragoman settings` prints it):

| setting | default | the other choice |
| --- | --- | --- |
| sanction_quad | 4, as in SANCTION's own section | 3, as in the manual's table |
| accuse_score | -3, which its modes call for | 3, as printed |
| future_retreat | an announced RETREAT is CONCEDE, as in two sections | it stays RETREAT, as in one |
| vandalize_score | PROTEST vandalize scores -5 as PROTEST does; the manual gives no score | |

An event with several modes has the score of the one farthest from zero. An announced CONSULT, SUPPORT,
COOPERATE or AID is AGREE.

## Event types
"""

CAMEO_TOP = """The older scheme, kept for comparison: {count} codes with their Goldstein values (GDELT's, and
ICEWS' where those differ) and PLOVER equivalents, in `src/dragoman/codebook/cameo.tsv`. The roots are:"""

_SHELL = re.compile(
    r"^ {4,}(?:\$ )?((?:make|dragoman|\S+/dragoman)\b.*)$|^(?:\$ )?((?:make|dragoman)\b .*)$", re.MULTILINE
)
_FENCE = re.compile(r"^```(?:\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_page() -> str:
    """Return docs/commands.md as it should be."""
    parts = [
        "# Commands",
        "",
        "Written by `make docs` from the commands themselves: `dragoman COMMAND --help` says the same.",
        "",
    ]
    for name in COMMANDS:
        command = ALL[name]
        settings = {**command.context_settings, "terminal_width": 90}
        context = click.Context(command, info_name=f"dragoman {name}", **settings)
        parts += [f"## {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


def codebook_page() -> str:
    """Return docs/codebook.md as it should be."""
    faults = Faults()
    book = scheme.load(files("dragoman.codebook"), faults)
    faults.stop()
    parts = [CODEBOOK_TOP]
    for t in book.types.values():
        needs = ", needs a recipient" if t.requires_recipient else ""
        parts += [f"### {t.code}", "", t.definition, ""]
        parts += [
            f"Quad class {t.quad} ({book.quads[t.quad]}), score {t.score:g}{needs}, CAMEO {t.cameo}.",
            "",
        ]
        if t.modes:
            parts += table(
                ("mode", "score", "CAMEO", "what it is"),
                [
                    (m.code, "(setting)" if m.score is None else f"{m.score:g}", m.cameo or "", m.definition)
                    for m in t.modes
                ],
            )
        parts += [*(f"- {rule}" for rule in t.rules), ""] if t.rules else []
    parts += ["## Contexts", "", *table(("context", "what it is"), definitions(book.contexts.values()))]
    parts += ["## Sectors", "", *table(("sector", "who"), definitions(book.sectors.values()))]
    parts += ["## Actors without a state", "", *table(("code", "who"), book.non_state.items())]
    gone = {k: " or ".join(v) or "nothing; sector CRM or context crime" for k, v in book.older_types.items()}
    parts += ["## Names in older drafts", "", *table(("older", "now"), gone.items())]
    values = [c for c in book.cameos.values() if c.level == 1]
    parts += ["## CAMEO", "", CAMEO_TOP.format(count=len(book.cameos)), ""]
    rows = [(c.code, c.name, f"{c.quad}", f"{c.goldstein:g}", ", ".join(c.types)) for c in values]
    parts += table(("root", "name", "quad class", "Goldstein", "PLOVER"), rows)
    return "\n".join(parts)


def definitions(found: Iterable[scheme.Context | scheme.Sector]) -> list[tuple[str, str]]:
    """Return codes with their definitions."""
    return [(one.code, one.definition) for one in found]


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table, and an empty one."""
    lines = [head, ("---",) * len(head), *rows]
    return [*("| " + " | ".join(line) + " |" for line in lines), ""]


def exports_page() -> str:
    """Return docs/exports.md as it should be: its prose as it is, and then every column of every format."""
    prose = EXPORTS.read_text(encoding="utf-8").partition(EXPORTS_COLUMNS)[0]
    parts = [prose + EXPORTS_COLUMNS]
    for name, found in columns.load().items():
        parts += [f"### {name}", ""]
        rows = [(f"`{c.name}`", c.kind, _cell(c.fills), _cell(c.empty) or "never") for c in found]
        parts += table(("column", "kind", "what fills it", "empty means"), rows)
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


EXPORTS = ROOT / "docs" / "exports.md"
EXPORTS_COLUMNS = """## Columns

An empty cell says something; the last column says what. "Never" is a cell that always has a value. This
section is written by `make docs` from `src/dragoman/exports/columns.tsv`.
"""

PAGES = {
    ROOT / "docs" / "commands.md": commands_page,
    ROOT / "docs" / "codebook.md": codebook_page,
    EXPORTS: exports_page,
}


def commands_in(text: str) -> list[str]:
    """Return the lines of *text* that a reader would type: in code, and beginning with a command of ours."""
    code = "\n".join(_FENCE.findall(text)) + "\n" + "\n".join(re.findall(r"^ {4}.*$", text, re.MULTILINE))
    return [a or b for a, b in _SHELL.findall(code)]


def called(words: list[str]) -> str | None:
    """Return the command that *words* begin with."""
    return next((n for k in (2, 1) if (n := " ".join(words[:k])) in ALL), None)


def test_commands_are_found_in_code_alone():
    """The search for commands sees fences and indented code, and leaves prose alone."""
    text = "dragoman is a program.\n\n    dragoman read x.txt\n\n"
    text += "```\n$ make run\ndragoman check\n```\nmake haste\n"
    assert sorted(commands_in(text)) == ["dragoman check", "dragoman read x.txt", "make run"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_that_parse(name):
    """Each help text ends in an example, and each example is a command line that dragoman takes."""
    command = ALL[name]
    assert isinstance(command, Command)
    assert command.examples
    assert command.help
    for example in command.examples:
        words = [w for w in shlex.split(example.partition(" < ")[0]) if not re.fullmatch(r"[A-Z_]+=\S+", w)]
        called = ["dragoman", *name.split()]
        assert words[: len(called)] == called
        command.make_context(name, words[len(called) :])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    """README or docs name each command."""
    assert any(f"dragoman {name}" in path.read_text(encoding="utf-8") for path in DOCUMENTS)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_generated_pages_are_up_to_date(path):
    """Each page that is made from the code is what `make docs` would write."""
    assert path.read_text(encoding="utf-8") == PAGES[path]()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_what_documents_tell_to_type_exists(path):
    """Every command and option of dragoman, and every target of make, that a document shows is there."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in commands_in(path.read_text(encoding="utf-8")):
        words = shlex.split(line.split(" | ")[0].split(" > ")[0].split(" < ")[0], comments=True)
        if words[0] == "make":
            assert {w for w in words[1:] if "=" not in w} <= targets, line
        elif (name := called(words[1:])) is not None:
            options = {o for p in ALL[name].params for o in p.opts} | {"--help"}
            assert {w for w in words[2:] if w.startswith("--")} <= options, line
        else:
            assert words[1:2] in ([], ["--help"], ["--version"], ["--debug"]), line


@pytest.mark.model
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_python_in_documents_runs(path, coder, monkeypatch):
    """What a document shows of Python gives what it says it gives."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(Coder, "open", lambda settings=None: coder)
    code = "".join(
        re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    )
    test = doctest.DocTestParser().get_doctest(code, {}, path.name, str(path), 0)
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert told == []


def test_make_run_names_commands_that_exist():
    """The commands that a new user is told to try are command lines that dragoman takes."""
    told = re.findall(r'^\t@echo "  \$\(DRAGOMAN\) (.*)"$', (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(told) == 4
    for line in told:
        name, *words = shlex.split(line.replace('\\"', '"'))
        main.commands[name].make_context(name, words)


def test_links_between_documents_lead_somewhere():
    """A relative link in a document names a file that is there."""
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


if __name__ == "__main__":
    for path, page in PAGES.items():
        path.write_text(page(), encoding="utf-8")
