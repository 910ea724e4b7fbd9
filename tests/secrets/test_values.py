"""What a random value is: values that nobody made look random are found as often as they must be."""

from __future__ import annotations

import string
from random import Random

import pytest

from mlhygiene.secrets import values
from mlhygiene.secrets.find import secrets

ALNUM = string.ascii_letters + string.digits
WORDED = [
    "get_api_token_for_user",
    "MyServiceAccountTokenProvider",
    "kubernetesServiceAccountToken2",
    "wandb-experiment-tracking-v2",
    "AWSSecretsManagerClientV2Config",
]


@pytest.mark.parametrize("name", ["TRAVIS_TOKEN", "WANDB_API_KEY", "ROBOFLOW_API_KEY"])
def test_nearly_all_values_of_a_provider_are_found(name: str) -> None:
    random, length = Random(name), {"WANDB_API_KEY": 40, "TRAVIS_TOKEN": 22, "ROBOFLOW_API_KEY": 20}[name]
    letters = "0123456789abcdef" if name == "WANDB_API_KEY" else ALNUM
    lines = [f'{name} = "{"".join(random.choices(letters, k=length))}"\n' for _ in range(400)]
    found = list(secrets(b"a.py", ["".join(lines).encode()]))

    assert len(found) >= 0.98 * len(lines)


@pytest.mark.parametrize("value", WORDED)
def test_words_are_not_scattered(value: str) -> None:
    assert values.is_worded(value.encode())
