"""PLAN.md: a plan as people read it, and as they paste it into a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit.planning import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.audit.plan import Block, Plan, Step

# A page that is pasted from is run; what others run, or what replaces a step, is not.
RUN, READ = "sh", "console"
HEAD = """\
Open a terminal in this folder (Windows: Git Bash) and paste one block after the other. Stop where one fails: everything
before "Publish" can be thrown away and begun again.
"""
LOCAL_HEAD = HEAD.replace('"Publish"', "the end")


def page(plan: Plan) -> str:
    """The whole page."""
    published = any(step.title == "Publish" for step in plan.steps)
    parts = [f"# Repair the history of {escaped(plan.name)}\n", HEAD if published else LOCAL_HEAD]
    parts.append("| what | what becomes of it |\n|---|---|\n" + "".join(f"| {a} | {b} |\n" for a, b in plan.summary))
    for number, step in enumerate(plan.steps, 1):
        parts += _step(f"{number}. {step.title}", step)
    if plan.left:
        parts.append("## What no step repairs\n")
        parts.append("".join(f"- {escaped(line) if '`' not in line else line}\n" for line in plan.left))
    for step in plan.appendix:
        parts += _step(step.title, step)
    return "\n".join(parts)


def _step(title: str, step: Step) -> Iterator[str]:
    yield f"## {title}\n"
    for block in step.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if block.before:
        yield f"{block.before}\n"
    if block.commands:
        yield f"```{READ if block.everyone else RUN}\n" + "".join(f"{line}\n" for line in block.commands) + "```\n"
    if block.after:
        yield f"{block.after}\n"
