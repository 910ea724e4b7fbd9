"""The provider table: one module a field, one row a format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.secrets.providers.hubs import HUBS

if TYPE_CHECKING:
    from mlhygiene.secrets.format import Format

FORMATS: tuple[Format, ...] = (*HUBS,)
