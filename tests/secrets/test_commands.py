"""Secrets among the arguments of commands, and in connection strings."""

from __future__ import annotations

from random import Random

import pytest

from mlhygiene.secrets.find import secrets
from tokens import make

RANDOM = Random(6)
CURL = "curl-user", "curl-header"


def found(template: str, path: bytes = b"README.md") -> list[tuple[str, str]]:
    """What is found in a template's text, beside the secret that it marks."""
    text, _ = make(template, RANDOM)
    return [(each.format.id, each.value.decode()) for each in secrets(path, [text.encode()])]


def is_found(identifier: str, template: str) -> bool:
    text, secret = make(template, RANDOM)
    each = [(one.format.id, one.value.decode()) for one in secrets(b"main.py", [text.encode()])]
    return (identifier, secret) in each


@pytest.mark.parametrize(
    "template",
    [
        "curl -u lab:«{alnum:14}» https://lab.org",
        "curl --user 'lab:«{alnum:14}»' https://lab.org",
        'curl -s --user="lab@lab.org:«{alnum:9}!»" https://lab.org',
        "curl https://lab.org \\\n  -H 'Accept: text/plain' \\\n  -u lab:«{alnum:14}»",
        'os.system("curl -u lab:«{alnum:14}» https://lab.org")',
        r'"run": "curl -u \"lab:«{alnum:14}»\" https://lab.org"',
        "curl -u «{alnum:20}»: https://api.lab.org",
        "curl -u :«{alnum:20}» https://api.lab.org",
    ],
)
def test_a_user_for_curl_is_found(template: str) -> None:
    assert is_found("curl-user", template)


@pytest.mark.parametrize(
    "template",
    [
        'curl -H "X-Api-Key: «{alnum:24}»" https://lab.org',
        "curl --header 'apikey: «{uuid}»' https://lab.org",
        "curl https://lab.org \\\n  -H 'PRIVATE-TOKEN: «{alnum:20}»'",
    ],
)
def test_a_header_for_curl_is_found(template: str) -> None:
    assert is_found("curl-header", template)


@pytest.mark.parametrize(
    "template",
    [
        "curl -u $USER:$PASSWORD https://lab.org",
        'curl -u "${{ secrets.USER }}:${{ secrets.TOKEN }}" https://lab.org',
        "curl -u user:password https://lab.org",
        "curl -u admin:admin https://localhost:9200",
        "curl -u <name>:<password> https://lab.org",
        "curl -u {user_name}:{pass_word} https://lab.org",
        'curl -H "Authorization: Bearer $TOKEN" https://lab.org',
        'curl -H "X-Request-Id: {uuid}" https://lab.org',
        'curl -H "Content-Type: application/json" https://lab.org',
        "curl https://lab.org\nsort -u name:{alnum:14}",
        "libcurl -u name:{alnum:14}",
    ],
)
def test_what_a_shell_fills_in_is_none(template: str) -> None:
    assert not [each for each in found(template) if each[0] in CURL]


def test_a_secure_string_in_plain_text_is_found() -> None:
    assert is_found("powershell-secure-string", '$p = ConvertTo-SecureString "«{alnum:14}»" -AsPlainText -Force')
    assert is_found("powershell-secure-string", "ConvertTo-SecureString -String '«{alnum:14}»' -AsPlainText -Force")
    assert not found("ConvertTo-SecureString $password -AsPlainText -Force")


@pytest.mark.parametrize(
    "template",
    [
        'connect("Server=db.lab.org;Database=runs;User Id=lab;Password=«{alnum:12}»;")',
        "'Driver={ODBC Driver 18 for SQL Server};Server=db.lab.org;UID=lab;PWD=«{alnum:12}»'",
        '"Password=«{alnum:12}»;User ID=lab;Data Source=db.lab.org"',
        '"jdbc:sqlserver://db.lab.org;user=lab;password=«{alnum:12}»"',
    ],
)
def test_the_password_of_a_connection_string_is_found(template: str) -> None:
    text, secret = make(template, RANDOM)

    assert secret in [each.value.decode() for each in secrets(b"main.cs", [text.encode()])]


@pytest.mark.parametrize(
    "template",
    [
        "Server=db.lab.org;User Id=lab;Password=password;",
        "Server=db.lab.org;User Id=lab;Password={{password}};",
        "Server=db.lab.org;User Id=lab;Password=$(Password);",
        "Server=db.lab.org;User Id=lab;Password=<password>;",
        "if user == name; password=None",
    ],
)
def test_a_connection_string_without_its_password_is_none(template: str) -> None:
    assert not [
        each for each in secrets(b"main.cs", [template.encode()]) if each.format.id == "connection-string-password"
    ]
