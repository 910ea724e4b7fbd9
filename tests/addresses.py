"""Addresses that hold a credential, in every form that people and forges give them: `{}` is the credential."""

from __future__ import annotations

TOKEN = "ghp" + "_" + "a1B2c3D4e5" * 3
PIECES = [TOKEN[at : at + 8] for at in range(len(TOKEN) - 7)]
FORMS = (
    *("https://ada:{}@h.org/m.git", "https://ada:x@{}@h.org/m.git", "https://ada:x/{}@h.org/m.git"),
    *("https://ada:x#{}@h.org/m.git", "https://ada:1?{}@h.org/m.git", "https://ada:%40{}@h.org/m.git"),
    *("https://ada:{}@h.org:84/m", "https://ada:{}@[::1]:84/m", "https://:{}@h.org/m.git", "HTTPS://ada:{}@h.org/m"),
    *("https://{}@h.org/m.git", "https://{}:x-oauth-basic@h.org/m.git", "https://oauth2:{}@h.org/m.git"),
    *("https://x-access-token:{}@github.com/o/m", "https://gitlab-ci-token:{}@gitlab.com/o/m.git"),
    *("https://h.org/m?private_token={}", "https://h.org/m?a=1&access_token={}&b=2", "https://h.org/m?sig={}#end"),
    *("ftp://ada:{}@h.org/m.git", "ssh://git:{}@h.org/m.git", "ssh://{}@h.org/m.git", "git:{}@h.org:team/m.git"),
    *("file://ada:{}@h.org/m.git", "hg::https://ada:{}@h.org/m", "a::b::https://ada:{}@h.org/m"),
    *("https://ada:{}@h.org", "http://ada:{}@h.org/m.git", "git+ssh://git:{}@h.org/m.git"),
    *("ext::curl https://ada:{}@h.org/m", "https://ada:{}$(id)@h.org/m", "https://ada:'{}@h.org/m"),
)


def leaks(said: str) -> bool:
    """Whether any piece of the credential is in a text."""
    return any(piece in said for piece in PIECES)
