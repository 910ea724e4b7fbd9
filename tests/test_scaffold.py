"""The templates are found in a checkout, as they are in a wheel (tests/e2e/test_packaging.py)."""

from __future__ import annotations

from mlhygiene.scaffold import templates


def test_a_checkout_has_its_templates_at_the_root() -> None:
    assert (templates() / "README.md").is_file()
