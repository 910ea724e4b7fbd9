"""Shapes that the secrets of many providers have."""

from __future__ import annotations

UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
JWT = r"eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{10,3000}\.[A-Za-z0-9_-]{20,700}"
# What a person chose: any marks that need no quoting.
CHOSEN = r"[A-Za-z0-9!#%&*+./:;=?@^_~-]{7,127}[A-Za-z0-9!#%&*+=@^_~-]"
