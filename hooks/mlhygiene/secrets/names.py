"""Does a name call its value a secret? Told by the words that it is made of."""

from __future__ import annotations

import re

# `dbPassword`, `DB_PASSWORD`, `db.password`, `db-password` -> db, password
WORD = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
SECRET = {
    b"password", b"passwords", b"passwd", b"passphrase", b"passwort", b"pwd", b"passw", b"pass", b"pw", b"secret", b"secrets", b"token",
    b"apikey", b"secretkey", b"accesskey", b"authkey", b"privatekey", b"authtoken", b"accesstoken", b"apitoken", b"credential",
    b"credentials", b"bearer", b"apisecret", b"clientsecret", b"appsecret", b"passcode", b"userpass", b"dbpassword", b"dbpass",
    b"rootpassword", b"adminpassword", b"masterkey", b"encryptionkey", b"signingkey", b"subscriptionkey",
}  # fmt: skip
# What makes a secret of a `key`, before it or after it.
KEYS = {
    b"api", b"secret", b"access", b"private", b"auth", b"encryption", b"signing", b"master", b"account", b"app", b"application",
    b"consumer", b"client", b"service", b"shared", b"session", b"crypto", b"cipher", b"aes", b"hmac", b"jwt", b"license", b"admin",
    b"deploy", b"server", b"subscription", b"sas", b"storage", b"ssh", b"rsa", b"user", b"webhook", b"write", b"root", b"oauth", b"aws",
}  # fmt: skip
# Before or after a secret's name they make another thing of it.
OTHER = {
    # language models and their tokenizers
    b"pad", b"eos", b"bos", b"unk", b"sep", b"cls", b"mask", b"max", b"min", b"num", b"n", b"new", b"total", b"per", b"special",
    b"padding", b"stop", b"start", b"end", b"begin", b"vocab", b"embedding", b"embeddings", b"attention", b"query", b"head", b"heads",
    b"proj", b"norm", b"layer", b"loss", b"prompt", b"completion", b"tokenizer", b"image", b"audio", b"video", b"text", b"next", b"last",
    b"first", b"class", b"logits", b"prob", b"decoder", b"encoder", b"generation", b"fim", b"bpe",
    # what is said of a secret
    b"id", b"ids", b"type", b"types", b"name", b"names", b"path", b"paths", b"file", b"files", b"filename", b"dir", b"folder", b"url",
    b"uri", b"endpoint", b"length", b"len", b"count", b"size", b"index", b"idx", b"field", b"fields", b"column", b"label", b"header",
    b"headers", b"format", b"regex", b"regexp", b"pattern", b"expires", b"expiry", b"expiration", b"expire", b"ttl", b"timeout", b"version",
    b"placeholder", b"hint", b"error", b"errors", b"message", b"msg", b"title", b"help", b"description", b"form", b"input", b"policy",
    b"strength", b"reset", b"forgot", b"confirm", b"confirmation", b"validator", b"validation", b"encoder", b"hasher", b"ref", b"selector",
    b"manager", b"provider", b"store", b"mode", b"required", b"enabled", b"verify", b"prefix", b"suffix", b"issuer", b"audience", b"scope",
    b"arn", b"rotation", b"generator", b"handler", b"env", b"var", b"variable", b"usage", b"limit", b"limits", b"budget", b"stream",
    b"public", b"primary", b"foreign", b"sort", b"partition", b"cache", b"pub", b"symbol", b"bindings", b"event", b"property", b"parent",
    b"kind", b"xpath", b"css", b"button", b"link", b"screen", b"view", b"template", b"changed", b"invalid", b"missing", b"wrong", b"incorrect",
    b"md5", b"sha", b"sha1", b"sha256", b"digest", b"checksum", b"fingerprint", b"locale", b"i18n", b"translation", b"bucket", b"dataset",
}  # fmt: skip
LOWER = bytes.lower


def words(name: bytes) -> list[bytes]:
    """The words of a name, in lower case."""
    return [word.lower() for word in WORD.findall(name)]


def is_secret(name: bytes) -> bool:
    """Whether a variable, an option or a field of this name holds a secret."""
    parts = words(name)
    if not parts or not OTHER.isdisjoint(parts):
        return False
    if not SECRET.isdisjoint(parts):
        return True
    return any(
        word in {b"key", b"keys"} and any(near in KEYS for near in parts[max(0, i - 2) : i + 2]) for i, word in enumerate(parts)
    )
