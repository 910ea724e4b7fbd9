"""Which names are those of secret files, and which contents bear the suspicion out."""

from __future__ import annotations

from base64 import b64encode

import pytest

from mlhygiene.secrets.files import HEAD, Judge, signs
from mlhygiene.secrets.files.content import is_secret
from mlhygiene.secrets.files.table import EXCEPTED, TABLE

# Nothing in this file is anybody's secret: bodies and tokens are made up here.
LINE = b"MIIEpAIBAAKCAQEAu7XzT9dKcYvRqLmNw3sPb0fGhJ2iUoE"
BODY = b"\n".join([LINE] * 4)
DASHES = b"-----"
PRIVATE = b"PRIVATE KEY"
JAVA = b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\2"
ENTRY = b"\0\0\0\2" + b"\0\2ca" + b"\0" * 8 + b"\0\5X.509" + b"\0\0\0\3abc"
TOKEN = b"Zx81" + b"kQ7w9Lm2" * 4
WORD = b"hunter22"


def pem(label: bytes, body: bytes = BODY) -> bytes:
    return DASHES + b"BEGIN " + label + DASHES + b"\n" + body + b"\n" + DASHES + b"END " + label + DASHES + b"\n"


def secret(path: str | bytes, content: bytes) -> bool:
    path = path.encode() if isinstance(path, str) else path
    return any(is_secret(sign, content) for sign in signs(path))


NAMED = """
.env .env.local .env.test .env.production .ENV .Env.Staging a/b/.env prod.env .env.keys
.netrc _netrc .pypirc .git-credentials .pgpass pgpass.conf .my.cnf .htpasswd .aws/credentials home/.AWS/Credentials
.dvc/config.local sub/.dvc/config.local gdrive-user-credentials.json .dvc/tmp/gdrive-user-credentials.json kaggle.json
.kaggle/access_token .cache/huggingface/token .cache/huggingface/stored_tokens .huggingface/token .modal.toml
.databrickscfg .streamlit/secrets.toml .mlflow/credentials id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk
.ssh/id_rsa deploy.ppk a.p12 a.pfx a.pkcs12 a.jks a.keystore a.kdb a.kdbx a.kwallet a.keychain a.psafe3 .s3cfg
.bash_history .zsh_history .sh_history .python_history .psql_history .mysql_history .irb_history etc/shadow
.vault-token .vault_pass.txt wallet.dat a.keytab key4.db jupyter_cookie_secret .pulumi/credentials.json
""".split()  # noqa: SIM905 - it reads as the list of files that it is


@pytest.mark.parametrize("path", NAMED)
def test_a_name_is_enough(path: str) -> None:
    assert secret(path, b"some=thing\n")


OTHERS = """
train.py secrets.py token.py credentials.py settings.py secrets.md tokens.ipynb application.yml values.yaml env.py
environment.yml .environment .envoy model.env.py id_rsa.pub deploy.pub xid_rsa.txt .env.example .env.sample
.env.template .env.dist .env.defaults example.env sample.env .env.local.example env.example secrets.example.yaml
secrets.sample.json secrets-template.yml .env.j2 .env.d.ts .env.ts .env.md .env.vault .env.enc .env.age .env.sops
.env.dvc .env.schema credentials.json.tmpl kaggle.json.dvc config.json wandb/settings.py docker/config.json
aws/credentials.py shadow tokenizer.json tokenizer_config.json special_tokens_map.json vocab.json added_tokens.json
.envs/local.txt
""".split()  # noqa: SIM905 - it reads as the list of files that it is


@pytest.mark.parametrize("path", OTHERS)
def test_a_name_is_no_suspicion(path: str) -> None:
    assert signs(path.encode()) == []


SECRET = {
    "a private key": ("server.pem", pem(b"RSA " + PRIVATE)),
    "a private key behind its certificate": ("server.crt", pem(b"CERTIFICATE") + pem(PRIVATE)),
    "a private key with a password": (
        "server.key",
        pem(b"RSA " + PRIVATE, b"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B\n\n" + BODY),
    ),
    "a private key with CRLF line ends": ("server.key", pem(b"EC " + PRIVATE).replace(b"\n", b"\r\n")),
    "a private key on one line": ("sa-key.json", b'{"private_key": "%s"}' % pem(PRIVATE).replace(b"\n", b"\\n")),
    "a private key of OpenPGP": ("me.asc", pem(b"PGP " + PRIVATE + b" BLOCK", b"Version: GnuPG v2\n\n" + BODY)),
    "a private key of OpenPGP in binary": ("me.gpg", b"\x95\x01\xd8\x04" + LINE),
    "a private key in DER": ("me.der", b"\x30\x82\x04\xa4\x02\x01\x00\x02\x82\x01\x01" + LINE),
    "an encrypted private key in DER": (
        "me.p8",
        b"\x30\x82\x04\xa4\x30\x40\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d" + LINE,
    ),
    "a private key for age": ("age.key", b"# created\nAGE-SECRET-" + b"KEY-1QQQQ\n"),
    "an example that holds a private key": ("example.com.key", pem(PRIVATE)),
    "an SSH key under a name of one's own": ("deploy_ed25519", pem(b"OPENSSH " + PRIVATE)),
    "a key of a host": ("ssh_host_rsa_key", pem(b"OPENSSH " + PRIVATE)),
    "a token on its own": ("openai_api_key.txt", TOKEN + b"\n"),
    "a key on its own": ("gateway.key", TOKEN),
    "an npm token": (".npmrc", b"//registry.npmjs.org/:_authToken=" + TOKEN),
    "an npm password": (".npmrc", b"_password = " + WORD),
    "an index with a login": ("pip.conf", b"[global]\nindex-url = https://me:" + WORD + b"@pypi.acme.org/simple\n"),
    "a registry login": (
        ".docker/config.json",
        b'{"auths": {"https://ghcr.io": {"auth": "%s"}}}' % b64encode(b"me:" + WORD),
    ),
    "a kubeconfig with a client key": ("kubeconfig", b"users:\n- user:\n    client-key-data: " + TOKEN),
    "a kubeconfig with a token": (".kube/config", b"users:\n- user:\n    token: " + TOKEN),
    "an exported token": (".envrc", b"export HF_TOKEN=" + TOKEN),
    "an environment file of another name": ("mysql.env", b"MYSQL_ROOT_PASSWORD=" + WORD),
    "a URL with a password": ("worker.env", b"DATABASE=postgres://me:" + WORD + b"@db/${NAME}"),
    "a Google client": ("client_secret_1.json", b'{"installed": {"client_secret": "%s"}}' % TOKEN),
    "a Google login": ("token.json", b'{"token": "%s", "refresh_token": "%s"}' % (TOKEN, TOKEN)),
    "a Google login as a pickle": ("token.pickle", b"\x80\x04\x95google.oauth2.credentials\x94"),
    "W&B settings with a key": ("wandb/settings", b"[default]\napi_key = " + TOKEN),
    "ClearML settings": ("clearml.conf", b'api { credentials { "secret_key" = "%s" } }' % TOKEN),
    "a Kubernetes secret": ("k8s/db-secret.yaml", b"kind: Secret\ndata:\n  password: aHVudGVyMjI=\n"),
    "Rails secrets": ("config/secrets.yml", b"production:\n  secret_key_base: " + TOKEN),
    "a random value under any name": ("secrets.yaml", b"stripe: " + TOKEN),
    "AWS credentials of another name": (".credentials", b"aws_secret_access_key = " + TOKEN),
    "the key of Rails": ("config/master.key", b"0a1b2c3d4e5f6071" + b"8293a4b5c6d7e8f9"),
    "Terraform variables": ("prod.tfvars", b'db_password = "%s"' % WORD),
    "Terraform state": ("terraform.tfstate", b'{"version": 4, "resources": [{"instances": [{"attributes": {}}]}]}'),
    "access keys as AWS gives them": ("rootkey.csv", b"Access key ID,Secret access key\nA,b\n"),
    "cookies": ("cookies.txt", b"# Netscape HTTP Cookie File\n.a.org\tTRUE\t/\tTRUE\t0\tname\tvalue\n"),
    "recovery codes": ("github-recovery-codes.txt", b"0a1b2-c3d4e\n" * 8),
    "a VPN profile with its key": ("office.ovpn", b"client\n<key>\n" + pem(PRIVATE) + b"</key>\n"),
    "a tunnel": ("wg0.conf", b"[Interface]\nPrivateKey = " + LINE[:43] + b"=\n"),
    "a desktop": ("a.rdp", b"full address:s:host\npassword 51:b:01000000D08C\n"),
    "an FTP client": ("filezilla.xml", b"<Server><Pass>example</Pass></Server>"),
    "a setting in XML": ("nuget.config", b'<add key="ClearTextPassword" value="%s" />' % WORD),
    "a Java store with a key behind a certificate": ("a.jks", JAVA + ENTRY + b"\0\0\0\1\0\2me"),
    "a Java store with a key": ("a.jks", b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1\0\0\0\1" + LINE),
    "UTF-16 as PowerShell writes it": (
        ".envrc",
        "export API_KEY=".encode("utf-16") + TOKEN.decode().encode("utf-16-le"),
    ),
    "a byte order mark": (".env", b"\xef\xbb\xbfA=b"),
    "a password that a placeholder's words are part of": (".env", b"PASSWORD=gasetam9"),
    "one value among many that are empty": (".env", b"A=\nB=''\nC=c\n"),
    "a value with a remark": (".env", b"A=b # the key\n"),
    "a key over several lines": (".env", b'KEY="' + pem(PRIVATE) + b'"\n'),
    "a secret beside a sealed one": (
        "secrets.yaml",
        b"kind: SealedSecret\n---\nkind: Secret\nstringData:\n  password: " + WORD,
    ),
    "a hash of Jupyter": (
        "jupyter_server_config.json",
        b'{"ServerApp": {"password": "argon2:$argon2id$v=19$%s"}}' % TOKEN,
    ),
    "a service account of Google": (
        "my-service-account.json",
        b'{"private_key": "%s"}' % pem(PRIVATE).replace(b"\n", b"\\n"),
    ),
    "a token of Hugging Face, of letters alone": (
        "huggingface/token",
        b"hf_" + b"aBcDeFgHiJkLmNoPqRsTuVwXyZ" + b"aBcDeFgH",
    ),
    "workflows that are not GitHub's": ("workflows/secrets.yaml", b"password: " + WORD),
    "Kaggle's key": ("kaggle.json", b'{"username": "me", "key": "0123456789abcdef0123456789abcdef"}'),
    "shell settings": (".zshrc", b"export OPENAI_API_KEY='" + TOKEN + b"'\n"),
    "a password in WordPress": ("wp-config.php", b"define( 'DB_PASSWORD', '" + WORD + b"' );"),
}


@pytest.mark.parametrize(("path", "content"), SECRET.values(), ids=SECRET)
def test_a_content_is_secret(path: str, content: bytes) -> None:
    assert secret(path, content)


HARMLESS = {
    "a certificate": ("server.pem", pem(b"CERTIFICATE")),
    "parameters": ("dh.pem", pem(b"DH PARAMETERS")),
    "a public key": ("a.pem", pem(b"PUBLIC KEY")),
    "a release key": ("KEYS.asc", pem(b"PGP PUBLIC KEY BLOCK")),
    "a signature": ("wheel.asc", pem(b"PGP SIGNATURE")),
    "a certificate in DER": ("a.cer", b"\x30\x82\x03\x21\x30\x82\x02\x09\xa0\x03\x02\x01\x02"),
    "a label without a body": ("a.key", pem(PRIVATE, b"...")),
    "a body of one letter": ("a.key", pem(PRIVATE, b"x" * 200)),
    "a Keynote talk": ("talk.key", b"PK\x03\x04\x14\0"),
    "known hosts": ("known_ed25519", b"ssh-ed25519 AAAAC3 me"),
    "a public key under a private name": ("id_ed25519", b"ssh-ed25519 AAAAC3 me"),
    "a public key on its own": ("public.key", TOKEN),
    "an npm token that CI fills in": (
        ".npmrc",
        b"//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nregistry=https://a.org\n",
    ),
    "an npm setting": (".npmrc", b"save-exact=true\nalways-auth=true\n"),
    "an index": ("pip.conf", b"[global]\nindex-url = https://pypi.acme.org/simple\n"),
    "an index with a variable": ("pip.conf", b"index-url = https://${USER}:${PASS}@pypi.acme.org/simple\n"),
    "a store of logins elsewhere": (".docker/config.json", b'{"auths": {"ghcr.io": {}}, "credsStore": "desktop"}'),
    "a kubeconfig that asks a program": (
        "kubeconfig",
        b"clusters:\n- cluster:\n    certificate-authority-data: %s\n    server: https://a.eks.amazonaws.com\nusers:\n"
        b"- user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: aws\n" % TOKEN,
    ),
    "an environment file that only names things": (".env", b'A=\nB=""\nexport C=${D}\nE=<your key>\nHF_TOKEN\n# F=g\n'),
    "placeholders": (".env", b"A=changeme\nB=your-key-here\nC=xxxx\nD=***\nE=sk-...\nF=TODO\nG=null\n"),
    "settings that are no secret": ("docker.env", b"PORT=8080\nDEBUG=true\nTOKENIZERS_PARALLELISM=false\nTAG=v1.2.3\n"),
    "an environment file of dotenvx": (".env", b'DOTENV_PUBLIC_KEY="02ab"\nA="encrypted:BDqX"\n'),
    "SOPS in YAML": (
        "secrets.yaml",
        b"password: ENC[AES256_GCM,data:Zg==,iv:Zg==,tag:Zg==,type:str]\nsops:\n  mac: ENC[]\n",
    ),
    "SOPS in JSON": ("secrets.json", b'{"a": "ENC[AES256_GCM,data:Zg==]", "sops": {"mac": "ENC[]"}}'),
    "SOPS in an environment file": (".env", b"A=ENC[AES256_GCM,data:Zg==]\nsops_version=3.9.0\nsops_mac=ENC[]\n"),
    "SOPS in INI": (".pypirc", b"[a]\npassword = ENC[AES256_GCM,data:Zg==]\n[sops]\nversion = 3.9.0\n"),
    "an Ansible vault": ("secrets.yml", b"$ANSIBLE_VAULT;1.1;AES256\n6138326535\n"),
    "a value in an Ansible vault": ("secrets.yml", b"password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6138\n"),
    "git-crypt": ("id_rsa", b"\0GITCRYPT\0\x8a\x11"),
    "age": (".env", b"age-encryption.org/v1\n-> X25519 abc\n"),
    "age in letters": (".env", pem(b"AGE ENCRYPTED FILE")),
    "OpenPGP": (".netrc", b"\x85\x01\x0c\x03\xff\xee"),
    "OpenPGP in letters": (".netrc", pem(b"PGP MESSAGE")),
    "a sealed secret": ("db-secret.yaml", b"kind: SealedSecret\nspec:\n  encryptedData:\n    password: " + TOKEN),
    "an external secret": ("db-secret.yaml", b"kind: ExternalSecret\nspec:\n  secretStoreRef:\n    name: vault\n"),
    "a template of Helm": (
        "templates/secret.yaml",
        b'kind: Secret\ndata:\n{{- $password := include "a.password" . }}\n  password: {{ $password | quote }}\n',
    ),
    "a job": (".github/workflows/secrets.yml", b"env:\n  API_KEY: abcdefghijkl\n"),
    "labels in a language": ("locales/en/secrets.json", b'{"password": "Enter password", "apiKey": "abcdefghijkl"}'),
    "a template of WordPress": ("templates/wp-config.php", b"define('DB_PASSWORD', '{{ password }}');"),
    "names for values": ("prod.tfvars", b'client_secret = "client-secret"\ndb_password = "$secrets:db/password"\n'),
    "labels": ("secrets.json", b'{"token": "Your access token", "password": "Password"}'),
    "a vocabulary": ("token.json", b'{"token": "the", "token_id": 12, "pad_token": "[PAD]"}'),
    "a pickled vocabulary": ("token.pickle", b"\x80\x04\x95tokens\x94"),
    "a list of words": ("token.txt", b"the\nof\nand\n"),
    "Terraform variables": ("dev.tfvars", b'region = "eu-west-1"\ninstance_type = "t3.micro"\n'),
    "references to keys and groups": (
        "dev.tfvars",
        b'kms_key = "projects/a/locations/b"\nparent = "organizations/1234567890"\nencryption_key = "1234567890"\n',
    ),
    "a recorded request": ("tests/cassettes/test_manage_secrets.yaml", b"headers:\n  x-trace: " + TOKEN),
    "an empty Terraform state": ("terraform.tfstate", b'{"version": 4, "outputs": {}, "resources": []}'),
    "a table": ("accesskeys.csv", b"door,colour\n"),
    "a recipe": ("cookies.txt", b"flour\nbutter\n"),
    "a text about recovery codes": ("recovery_codes_sent.txt", b"Your new recovery codes were made.\n"),
    "a VPN profile": ("office.ovpn", b"client\nremote vpn.acme.org 1194\nauth-user-pass\n"),
    "a store of certificates": ("a.jks", JAVA + ENTRY * 2 + b"a digest of them all"),
    "a store of more certificates than are read": ("a.jks", JAVA + ENTRY + ENTRY[:20]),
    "the store of Android's debug builds": ("app/debug.keystore", b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1\0\0\0\1"),
    "a trust store": ("kafka.truststore.jks", b"\xce\xce"),
    "a comment": ("conf/local/credentials.yml", b"# db:\n#   password: hunter22\n"),
    "a comment in a history": (".bash_history", b"#\n"),
    "an object without values": ("kaggle.json", b'{"username": "", "key": ""}'),
    "hashes": ("secrets.json", b'{"sha256": "%s", "revision": "%s", "url": "https://a.org"}' % (TOKEN, TOKEN)),
    "a session": ("secrets.json", b'{"session": "0f8fad5b-d9cb-469f-a165-70867728950e"}'),
    "names of variables": ("secrets.toml", b'api_key = "env:API_KEY"\npassword = "/run/secrets/password"\n'),
    "a reference to a vault": ("secrets.yaml", b"token: ref+vault://a/b\npassword: op://a/b/c\nkey: arn:aws:kms:x\n"),
    "blanks": (".env", b" \n\t\n"),
}


@pytest.mark.parametrize(("path", "content"), HARMLESS.values(), ids=HARMLESS)
def test_a_content_is_harmless(path: str, content: bytes) -> None:
    assert not secret(path, content)


def test_case_and_bytes_that_are_not_utf_8_do_not_matter() -> None:
    assert secret(b"caf\xe9/.NetRC", b"machine a")
    assert secret(b"\xff.PPK", b"a")
    assert signs(b"\xff\xfe") == []


@pytest.mark.parametrize("word", sorted(EXCEPTED))
def test_what_calls_itself_an_example_is_none(word: bytes) -> None:
    assert signs(b".env." + word) == signs(word + b".env") == signs(b"secrets." + word + b".yaml") == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.patterns[:40]} by {row.judge.name}")
def test_every_row_is_reached_by_every_one_of_its_patterns(row: object) -> None:
    assert isinstance(row, type(TABLE[0]))
    for pattern in row.patterns.split():
        path = pattern.replace("*", "x")
        assert pattern == pattern.lower()
        assert row in signs(path.encode()), path
        assert row in signs(f"A/{path}".upper().encode()), path
        assert (row.judge is Judge.MARK) == bool(row.mark)


HOSTILE = [
    b"a",
    b" ",
    b"=",
    b'"',
    b"a=",
    b'a="',
    b"<!--",
    b"<a>",
    b"{{",
    b"<% ",
    b"-",
    b"-----BEGIN PRIVATE KEY-----",
    b"a:\t",
    b"\n#",
    b"key='a' ",
    b"$",
    b"a.",
    b"://",
    b"a://a:",
    b"[",
    b"\\n",
    b"0",
    b"your-",
    b"password \n",
    b"a b\n",
    b"\t",
    b"x-x\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_content_is_judged_to_its_end(piece: bytes) -> None:
    content = (piece * HEAD)[:HEAD]
    rows = {row.judge if row.judge is not Judge.MARK else row.mark: row for row in TABLE}

    assert {type(is_secret(row, content)) for row in rows.values()} == {bool}
