"""Reading a report as a person does: which findings, which commands to paste."""

from __future__ import annotations

import re

FINDING = re.compile(r"^\s*(\S.*?): (MLH\d{3}) ", re.MULTILINE)
FIX = re.compile(r"^\s*\S.*?: (MLH\d{3}) .*\n\s{4,}(\S.*)$", re.MULTILINE)


def found(text: str) -> set[str]:
    """The findings in a report, as `path CODE`."""
    return {f"{path} {code}" for path, code in FINDING.findall(text)}


def advice(text: str) -> list[str]:
    """The commands below the findings, each once, in their order."""
    return list(dict.fromkeys(command for _, command in FIX.findall(text)))
