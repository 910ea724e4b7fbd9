"""The provider table: one module a field, one row a format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.secrets.providers.compute import COMPUTE
from mlhygiene.secrets.providers.hubs import HUBS
from mlhygiene.secrets.providers.inference import INFERENCE
from mlhygiene.secrets.providers.models import MODELS
from mlhygiene.secrets.providers.speech import SPEECH
from mlhygiene.secrets.providers.tracking import TRACKING
from mlhygiene.secrets.providers.vectors import VECTORS
from mlhygiene.secrets.providers.warehouses import WAREHOUSES

if TYPE_CHECKING:
    from mlhygiene.secrets.format import Format

FORMATS: tuple[Format, ...] = (
    *HUBS,
    *MODELS,
    *SPEECH,
    *INFERENCE,
    *TRACKING,
    *VECTORS,
    *COMPUTE,
    *WAREHOUSES,
)
