"""`mlhygiene rules` and `mlhygiene explain CODE`: the catalogue, for people and machines."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from mlhygiene.cli.session import speak_utf8
from mlhygiene.config import codes
from mlhygiene.model import Refusal
from mlhygiene.rule import FAMILIES, catalogue, options, page, summary

if TYPE_CHECKING:
    from argparse import Namespace

    from mlhygiene.rule import AnyRule


def listing(arguments: Namespace) -> int:
    """Every rule in one line, by family."""
    if arguments.format == "json":
        rows = [
            {
                "code": code,
                "name": rule.name,
                "severity": str(rule.severity),
                "summary": summary(rule),
                "page": page(rule),
            }
            for code, rule in catalogue().items()
        ]
        speak_utf8()
        print(json.dumps({"schema": "mlhygiene.rules/1", "rules": rows}, ensure_ascii=False, indent=2))
        return 0
    width = max(len(rule.name) for rule in catalogue().values())
    family = None
    for code, rule in catalogue().items():
        if code[3] != family:
            family = code[3]
            print(f"MLH{family}xx  {FAMILIES[family]}")
        print(f"  {code}  {rule.name:<{width}}  {rule.severity:<7}  {summary(rule)}")
    return 0


def explain(arguments: Namespace) -> int:
    """One rule's page: what it says, its options, how to set them."""
    chosen = codes([arguments.rule])
    if len(chosen) > 1:
        raise Refusal(f"{arguments.rule!r} selects {len(chosen)} rules: name one of {', '.join(sorted(chosen))}")
    (code,) = chosen
    sys.stdout.write(_page(catalogue()[code]))
    return 0


def _page(rule: type[AnyRule]) -> str:
    lines = [f"{rule.code} {rule.name} ({rule.severity})", "", page(rule), ""]
    if options(rule):
        lines += ["Options:", "", f"    [tool.mlhygiene.rules.{rule.name}]"]
        lines += [
            f"    # {option.metadata['help']}\n    {key} = {json.dumps(option.metadata['default'])}"
            for key, option in options(rule).items()
        ]
        lines.append("")
    return "\n".join(lines)
