#!/usr/bin/env python3
"""Writes the manual page from the help that the program dumps of itself.

    joulebook --experimental-dump-help > help.json && python3 Scripts/manual.py help.json > joulebook.1
"""

import json
import re
import sys

EXIT_CODES = [
    ("0", "done"), ("1", "the work failed"), ("2", "done, but part of the machine was not measured"),
    ("3", "over budget"), ("64", "bad usage: nothing was changed"), ("70", "a bug of Joulebook"),
    ("n", "run: the exit code of its command, 128 + n after signal n, 127 not found, "
          "126 not executable"),
]
VARIABLES = [
    ("JOULEBOOK_PROJECT, _NAME, _TAGS, _STAGE, _REGION, _PUE, _INTERVAL, _POLICY, _QUIET, _LEDGER, "
     "_CPU_COUNTING", "the settings of the same name; tags as key=value,key=value"),
    ("JOULEBOOK_SYSROOT", "folder of a simulated machine, which holds sys and proc"),
    ("JOULEBOOK_NVML", "path of the NVML library"),
    ("JOULEBOOK_REPLAY", "a recorded trace to replay in place of sensors"),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME", "where the user's settings and ledger lie"),
    ("NO_COLOR", "no colour"),
]
FILES = [
    ("joulebook.toml", "settings of a project: in the working folder or the nearest folder above"),
    ("~/.config/joulebook/config.toml", "settings of the user"),
    ("~/.local/share/joulebook/", "the ledger, and the journals of runs under way"),
]


def roff(text):
    """Text with what troff would take as its own made harmless."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text)
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def spelled(argument):
    """`-h, --help` or `--region <region>`, bold and with its value in italics."""
    value = f" \\fI{roff(argument.get('valueName', 'value'))}\\fP"
    if argument["kind"] == "positional":
        return value.strip()
    names = [
        f"\\fB{roff(('-' if name['kind'] == 'short' else '--') + name['name'])}\\fP"
        for name in argument.get("names", [])
    ]
    return ", ".join(names) + (value if argument["kind"] == "option" else "")


def paragraphs(text):
    for part in re.split(r"\n\s*\n", text.rstrip().lstrip("\n")):
        lines = part.split("\n")
        if any(line.startswith(" ") for line in lines):
            yield ".PP\n.nf\n" + roff(part) + "\n.fi"
        else:
            yield ".PP\n" + roff(" ".join(lines))


def arguments(command):
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        about = argument.get("abstract", "")
        if "defaultValue" in argument:
            about += f" Default: {argument['defaultValue']}."
        yield f".TP\n{spelled(argument)}\n{roff(about.strip()) or chr(92) + '&'}"


def listing(title, rows):
    yield f".SH {title}"
    for term, meaning in rows:
        yield f".TP\n\\fB{roff(term)}\\fP\n{roff(meaning)}"


def page(root):
    commands = [c for c in root.get("subcommands", [])
                if c.get("shouldDisplay", True) and c["commandName"] != "help"]
    about = root.get("abstract") or "Keeps the energy and carbon books of AI work."
    yield '.TH JOULEBOOK 1 "" "Joulebook" "User Commands"'
    yield f".SH NAME\njoulebook \\- {roff(about)}"
    yield ".SH SYNOPSIS\n\\fBjoulebook\\fP \\fIcommand\\fP [\\fIoptions\\fP]"
    if root.get("discussion"):
        yield ".SH DESCRIPTION"
        yield from paragraphs(root["discussion"])
    yield ".SH COMMANDS"
    for command in commands:
        yield f".SS joulebook {roff(command['commandName'])}\n{roff(command.get('abstract', ''))}"
        yield from paragraphs(command.get("discussion", "") or "")
        yield from arguments(command)
    yield from listing("EXIT STATUS", EXIT_CODES)
    yield from listing("ENVIRONMENT", VARIABLES)
    yield from listing("FILES", FILES)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        text = "\n".join(part for part in page(json.load(file)["command"]) if part)
    print(re.sub(r"\n\.PP\n\\?&?\n", "\n", text))
