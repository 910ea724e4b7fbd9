"""The forms that an audit can be told in: a module each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit

FORMATS = ("text", "json", "html", "markdown")


class Form(Protocol):
    """A module of this package: one function from an audit to text."""

    def render(self, audit: Audit, /, *, top: int, color: bool) -> str: ...


def render(audit: Audit, form: str, *, top: int, color: bool = False) -> str:
    """An audit in one of FORMATS; `top` rows of each kind where a person reads them."""
    return cast("Form", import_module(f"mlhygiene.audit.{form}")).render(audit, top=top, color=color)
