"""Every format of a secret that there is, wherever it is looked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mlhygiene.secrets import encoded, fields, generic, keys, urls
from mlhygiene.secrets.format import Format
from mlhygiene.secrets.providers import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def known() -> Mapping[str, Format]:
    """By id, sorted by it."""
    modules = (encoded, fields, generic, keys, urls)
    others = (value for module in modules for value in vars(module).values() if isinstance(value, Format))
    return dict(sorted({form.id: form for form in (*FORMATS, *others)}.items()))
