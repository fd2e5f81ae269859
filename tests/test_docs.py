"""What the documents say about the commands is so; `make docs` writes the page that is made from the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from dragoman.cli import main
from dragoman.cli.commands import Command

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "commands.md"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
COMMANDS = sorted(main.commands)

_SHELL = re.compile(
    r"^ {4,}(?:\$ )?((?:make|dragoman|\S+/dragoman)\b.*)$|^(?:\$ )?((?:make|dragoman)\b .*)$", re.MULTILINE
)
_FENCE = re.compile(r"^```(?:\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page() -> str:
    """Return docs/commands.md as it should be."""
    parts = [
        "# Commands",
        "",
        "Written by `make docs` from the commands themselves: `dragoman COMMAND --help` says the same.",
        "",
    ]
    for name in COMMANDS:
        command = main.commands[name]
        context = click.Context(
            command, info_name=f"dragoman {name}", max_content_width=90, terminal_width=90
        )
        parts += [f"## {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


def commands_in(text: str) -> list[str]:
    """Return the lines of *text* that a reader would type: in code, and beginning with a command of ours."""
    code = "\n".join(_FENCE.findall(text)) + "\n" + "\n".join(re.findall(r"^ {4}.*$", text, re.MULTILINE))
    return [a or b for a, b in _SHELL.findall(code)]


def test_commands_are_found_in_code_alone():
    """The search for commands sees fences and indented code, and leaves prose alone."""
    text = "dragoman is a program.\n\n    dragoman read x.txt\n\n"
    text += "```\n$ make run\ndragoman check\n```\nmake haste\n"
    assert sorted(commands_in(text)) == ["dragoman check", "dragoman read x.txt", "make run"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_that_parse(name):
    """Each help text ends in an example, and each example is a command line that dragoman takes."""
    command = main.commands[name]
    assert isinstance(command, Command)
    assert command.examples
    assert command.help
    for example in command.examples:
        words = [w for w in shlex.split(example.partition(" < ")[0]) if not re.fullmatch(r"[A-Z_]+=\S+", w)]
        assert words[:2] == ["dragoman", name]
        command.make_context(name, words[2:])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    """README or docs name each command."""
    assert any(f"dragoman {name}" in path.read_text(encoding="utf-8") for path in DOCUMENTS)


def test_the_page_of_commands_is_up_to_date():
    """docs/commands.md is what `make docs` would write."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_what_documents_tell_to_type_exists(path):
    """Every command and option of dragoman, and every target of make, that a document shows is there."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in commands_in(path.read_text(encoding="utf-8")):
        words = shlex.split(line.split(" | ")[0].split(" > ")[0].split(" < ")[0], comments=True)
        if words[0] == "make":
            assert {w for w in words[1:] if "=" not in w} <= targets, line
        elif len(words) > 1 and words[1] in main.commands:
            options = {o for p in main.commands[words[1]].params for o in p.opts} | {"--help"}
            assert {w for w in words[2:] if w.startswith("--")} <= options, line
        else:
            assert words[1:2] in ([], ["--help"], ["--version"], ["--debug"]), line


def test_make_run_names_commands_that_exist():
    """The three commands that a new user is told to try are command lines that dragoman takes."""
    told = re.findall(r'^\t@echo "  \$\(DRAGOMAN\) (.*)"$', (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(told) == 3
    for line in told:
        name, *words = shlex.split(line.replace('\\"', '"'))
        main.commands[name].make_context(name, words)


def test_links_between_documents_lead_somewhere():
    """A relative link in a document names a file that is there."""
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
