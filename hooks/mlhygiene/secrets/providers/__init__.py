"""The provider table: one module a field, one row a format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.secrets.providers.agents import AGENTS
from mlhygiene.secrets.providers.anyone import ANYONE
from mlhygiene.secrets.providers.automata import AUTOMATA
from mlhygiene.secrets.providers.aws import AWS
from mlhygiene.secrets.providers.azure import AZURE
from mlhygiene.secrets.providers.azure_services import AZURE_SERVICES
from mlhygiene.secrets.providers.checkers import CHECKERS
from mlhygiene.secrets.providers.clouds import CLOUDS
from mlhygiene.secrets.providers.code_hosts import CODE_HOSTS
from mlhygiene.secrets.providers.commerce import COMMERCE
from mlhygiene.secrets.providers.compute import COMPUTE
from mlhygiene.secrets.providers.customers import CUSTOMERS
from mlhygiene.secrets.providers.google import GOOGLE
from mlhygiene.secrets.providers.hosting import HOSTING
from mlhygiene.secrets.providers.hubs import HUBS
from mlhygiene.secrets.providers.inference import INFERENCE
from mlhygiene.secrets.providers.mail import MAIL
from mlhygiene.secrets.providers.messaging import MESSAGING
from mlhygiene.secrets.providers.models import MODELS
from mlhygiene.secrets.providers.networks import NETWORKS
from mlhygiene.secrets.providers.offices import OFFICES
from mlhygiene.secrets.providers.pipelines import PIPELINES
from mlhygiene.secrets.providers.registries import REGISTRIES
from mlhygiene.secrets.providers.services import SERVICES
from mlhygiene.secrets.providers.speech import SPEECH
from mlhygiene.secrets.providers.tracking import TRACKING
from mlhygiene.secrets.providers.vaults import VAULTS
from mlhygiene.secrets.providers.vectors import VECTORS
from mlhygiene.secrets.providers.warehouses import WAREHOUSES
from mlhygiene.secrets.providers.watchers import WATCHERS

if TYPE_CHECKING:
    from mlhygiene.secrets.format import Format

FORMATS: tuple[Format, ...] = (
    *HUBS,
    *MODELS,
    *SPEECH,
    *INFERENCE,
    *AGENTS,
    *TRACKING,
    *VECTORS,
    *COMPUTE,
    *WAREHOUSES,
    *AWS,
    *GOOGLE,
    *AZURE,
    *CODE_HOSTS,
    *REGISTRIES,
    *HOSTING,
    *MESSAGING,
    *COMMERCE,
    *SERVICES,
    *CLOUDS,
    *AZURE_SERVICES,
    *MAIL,
    *NETWORKS,
    *VAULTS,
    *PIPELINES,
    *OFFICES,
    *WATCHERS,
    *CHECKERS,
    *CUSTOMERS,
    *AUTOMATA,
    *ANYONE,
)
