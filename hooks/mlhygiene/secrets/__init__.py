"""Secrets in content: formats as data, and the one scan that all rules over secrets share. Pure."""

from mlhygiene.secrets.blobs import added, of_blob
from mlhygiene.secrets.find import Secret, secrets

__all__ = ["Secret", "added", "of_blob", "secrets"]
