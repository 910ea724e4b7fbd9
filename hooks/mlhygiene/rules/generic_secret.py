"""MLH204: a secret that its name gives away."""

from __future__ import annotations

from dataclasses import dataclass

from mlhygiene.model import Severity
from mlhygiene.secret_rule import SecretRule


@dataclass(frozen=True, kw_only=True)
class GenericSecret(SecretRule):
    """Value that looks like a secret, under a secret's name.

    Most passwords have no format of their own: a name such as `db_password`
    and a value that looks random are all there is to tell them by, so this is
    a warning. What a tokenizer calls a token, model ids, revisions, digests,
    paths and placeholders are not reported.

    Instead of the value, commit the name of the variable that holds it. Where
    it is no secret, say so at the end of the line, with the reason, or make
    the rule an error in the config once your repository is clean.
    """

    code = "MLH204"
    name = "generic-secret"
    family = "generic-secret"

    severity: Severity = Severity.WARNING
