"""Git hooks and lint for machine-learning repositories."""

__version__ = "0.1.0"
