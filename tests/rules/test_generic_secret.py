"""MLH204: a secret's name, and a value that looks like one; what machine learning calls a token is none."""

from __future__ import annotations

from base64 import b64encode

import pytest

from builders import blob
from mlhygiene.model import Severity
from mlhygiene.rules.generic_secret import GenericSecret
from planted import planted

# Random enough for any secret's name.
VALUE = "«{alnum:24}»"
# What people choose.
WORD = "«{lower:6}{digits:3}{upper:2}»"
FOUND = {
    "a password in Python": ("a.py", f'password = "{WORD}"\n'),
    "a password with a type": ("a.py", f'    db_password: str = "{WORD}"\n'),
    "a password as a keyword": ("a.py", f'connect(user="me", password="{WORD}")\n'),
    "a password in a mapping": ("a.py", f"config = {{'passwd': '{WORD}'}}\n"),
    "a password by subscript": ("a.py", f'config["password"] = "{WORD}"\n'),
    "a password compared": ("a.py", f'if password == "{WORD}":\n'),
    "a password in camel case": ("a.js", f"const dbPassword = '{WORD}';\n"),
    "a password in backquotes": ("a.js", f"const password = `{WORD}`;\n"),
    "a password beside its user": ("a.py", f"users = {{'user': 'me', 'password': '{WORD}'}}\n"),
    "a secret without a digit": (
        "a.py",
        'client_secret = "«kQzXwBvTfRmHcNpLsDyGjQbW»"\n',  # mlhygiene: ignore[MLH204] made up
    ),
    "a password of words": ("a.py", 'password = "«correct-horse-battery»"\n'),
    "a secret": ("a.py", f'client_secret = "{VALUE}"\n'),
    "an API key": ("a.py", f'API_KEY = "{VALUE}"\n'),
    "an access token": ("a.py", f'accessToken: "{VALUE}",\n'),
    "a key of a signature": ("settings.py", f'SECRET_KEY = "{VALUE}"\n'),
    "a key of a signature with marks": ("settings.py", "SECRET_KEY = '«{alnum:12}!*@^{alnum:12}»'\n"),
    "a key without another word, if the value is long": ("a.py", 'key = "«{alnum:40}»"\n'),
    "the environment, set by subscript": ("a.py", f'os.environ["DB_PASSWORD"] = "{WORD}"\n'),
    "the environment, set by setdefault": ("a.py", f'os.environ.setdefault("DB_PASSWORD", "{WORD}")\n'),
    "the environment, with a literal to fall back on": ("a.py", f'os.getenv("DB_PASSWORD", "{WORD}")\n'),
    "the environment in YAML": ("a.yaml", f"env:\n  - name: DB_PASSWORD\n    value: {VALUE}\n"),
    "the environment in YAML, quoted": ("a.yaml", f'env:\n  - name: DB_PASSWORD\n    value: "{WORD}"\n'),
    "YAML": ("a.yaml", f"db:\n  password: {VALUE}\n"),
    "YAML, quoted": ("a.yaml", f'db:\n  password: "{WORD}"\n'),
    "an environment file": (".env", f"DB_PASSWORD={VALUE}\n"),
    "an environment file, quoted": (".env", f"DB_PASSWORD='{WORD}'\n"),
    "a Dockerfile": ("Dockerfile", f"ENV DB_PASSWORD {VALUE}\n"),
    "a Dockerfile with an equals sign": ("Dockerfile", f"ENV DB_PASSWORD={VALUE}\n"),
    "a default of the shell": ("a.sh", f"export DB_PASSWORD=${{DB_PASSWORD:-{VALUE}}}\n"),
    "an export": ("a.sh", f"export API_TOKEN={VALUE}\n"),
    "an option": ("a.sh", f"mysql --password={VALUE} db\n"),
    "an option with a blank": ("a.sh", f"train --api-key {VALUE}\n"),
    "a magic of IPython": ("a.md", f"%env API_TOKEN={VALUE}\n"),
    "a default of argparse": ("a.py", f'parser.add_argument("--password", default="{WORD}")\n'),
    "a default of argparse behind a type": ("a.py", f'parser.add_argument("--password", type=str, default="{WORD}")\n'),
    "JSON": ("a.json", f'{{"password": "{WORD}"}}\n'),
    "JSON in JSON": ("a.json", f'{{"env": "{{\\"password\\": \\"{WORD}\\"}}"}}\n'),
    "JSON, a name and a value": ("a.json", f'{{"name": "DB_PASSWORD", "value": "{WORD}"}}\n'),
    "TOML": ("a.toml", f'password = "{WORD}"\n'),
    "INI": ("a.ini", f"[db]\npassword = {VALUE}\n"),
    "properties": ("a.properties", f"db.password={VALUE}\n"),
    "HCL": ("a.tf", f'  password = "{WORD}"\n'),
    "HCL, a default behind a type": (
        "a.tf",
        f'variable "db_password" {{\n  description = "of the db"\n  type = string\n  default = "{WORD}"\n}}\n',
    ),
    "HCL, a default": ("a.tf", f'variable "db_password" {{\n  default = "{WORD}"\n}}\n'),
    "XML, an element": ("a.xml", f"<password>{VALUE}</password>\n"),
    "XML, an attribute": ("a.xml", f'<db password="{WORD}"/>\n'),
    "XML, a key and a value": ("a.config", f'<add key="DbPassword" value="{WORD}"/>\n'),
    "PowerShell": ("a.ps1", f'$env:DB_PASSWORD = "{WORD}"\n'),
    "PowerShell, a variable": ("a.ps1", f'$password = "{WORD}"\n'),
    "cmd.exe": ("a.bat", f"set DB_PASSWORD={VALUE}\n"),
    "Go": ("a.go", f'password := "{WORD}"\n'),
    "Rust": ("a.rs", f'let password: &str = "{WORD}";\n'),
    "Java": ("A.java", f'String password = "{WORD}";\n'),
    "PHP": ("a.php", f"define('DB_PASSWORD', '{WORD}');\n"),
    "Ruby": ("a.rb", f":password => '{WORD}'\n"),
    "R": ("a.R", f'password <- "{WORD}"\n'),
    "SQL": ("a.sql", f"CREATE USER me WITH PASSWORD '{WORD}';\n"),
    "netrc, echoed": ("a.sh", f"echo machine a.org login me password {VALUE} >> netrc\n"),
    "a comment": ("a.py", f'# password = "{WORD}"\n'),
    "a header": ("a.py", 'headers = {"Authorization": "Bearer «{alnum:40}»"}\n'),
    "a header of curl": ("a.sh", "curl -H 'Authorization: Bearer «{alnum:40}»' https://a.org\n"),
}
CLEAN = {
    "one of two words": ("a.php", "$ok ? 'pass' : 'should'\n"),
    "a list of words": ("a.js.map", '{"names":["username","password","validate","Boolean"]}\n'),
    "the name of an encoding": ("a.py", 'password = password.encode("latin1")\n'),
    "a place in a document": ("a.cs", 'var t = o.SelectToken("Makers1[0].Names2.Part3");\n'),
    "a place in a document with a filter": ("a.cs", 'var t = o.SelectToken("$..Makers1[?(@.Price2 >= 50)].Part3");\n'),
    "a tokenizer's own tokens": ("a.json", '{"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "[UNK]"}\n'),
    "a tokenizer's tokens that are words": ("a.py", 'pad_token = "PADDING42abc9"\nmask_token = "{alnum:16}"\n'),
    "a tokenizer": ("a.py", 'tokenizer = "lab/bert-base-{digits:4}"\ntokenizer_name = "{alnum:20}"\n'),
    "ids of tokens": ("a.json", '"bos_token_id": 128000, "max_new_tokens": 4096, "num_tokens": "1048576"\n'),
    "an embedding of tokens": ("a.py", 'token_embedding = "model.{alnum:12}.weight"\n'),
    "keys of a state": ("a.py", 'key = "model.layers.0.self_attn.k_proj.weight"\n'),
    "keys of attention": ("a.py", 'key_padding_mask = "{alnum:20}"\nquery_key_value = "{alnum:24}"\n'),
    "an id of a model": ("a.py", 'token_model = "meta-llama/Llama-3.1-8B-Instruct"\nmodel_key = "org/model-7b-v2"\n'),
    "a revision": ("a.py", 'load("org/model", revision="{hex:40}")\n'),
    "a digest": ("a.py", 'sha256 = "{hex:64}"\nmd5 = "{hex:32}"\npassword_hash = "{hex:64}"\n'),
    "a checksum of a key": ("a.yaml", "key_sha256: {hex:64}\nkey_fingerprint: {hex:40}\n"),
    "a lock of uv": ("uv.lock", '{ url = "https://f.org/secretstorage-3.3.whl", hash = "sha256:{hex:64}" }\n'),
    "a lock of pip": ("requirements.txt", "tokenizers==0.15.0 \\\n    --hash=sha256:{hex:64}\n"),
    "a lock of npm": ("package-lock.json", '"js-tokens": {"integrity": "sha512-{b64:86}=="}\n'),
    "DNA under a key": ("a.json", '{"key": "' + "ACGTTGCAAGCTTAGC" * 20 + '"}\n'),
    "DNA in FASTA": ("a.fasta", ">token key\n" + "ACGTTGCAAGCTTAGC" * 200 + "\n"),
    "embeddings": ("a.jsonl", '{"key": "{uuid}", "token": "the", "vector": [0.123456, -0.56789012]}\n'),
    "an ARN": ("a.tf", 'secret = "arn:aws:secretsmanager:eu-west-1:{digits:12}:secret:db-{alnum:6}"\n'),
    "a picture": ("a.html", '<img key="x" src="data:image/png;base64,iVBORw0KGgo{b64:3000}">\n'),
    "integrity of a script": ("a.html", '<script secret integrity="sha384-{b64:64}"></script>\n'),
    "a UUID": ("a.py", 'tenant_key = "{uuid}"\nsecret_id = "{uuid}"\n'),
    "a pointer of LFS": ("secret.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:{hex:64}\nsize 4810\n"),
    "an out of DVC": ("token.dvc", "outs:\n- md5: {hex:32}\n  size: 81\n  path: token\n"),
    "a placeholder": ("a.py", 'password = "your_password_here"\napi_key = "YOUR-API-KEY"\nsecret = "changeme123"\n'),
    "a row of x": ("a.py", f'api_key = "{"x" * 32}"\npassword = "********"\n'),
    "an example": ("a.env", "API_KEY=example-key-1234\nPASSWORD=<password>\n"),
    "a template of the shell": ("a.sh", 'PASSWORD="${DB_PASSWORD}"\nTOKEN=$(cat /run/token1)\n'),
    "a template of Jinja": ("a.yaml", "password: {{ vault.db_password }}\nsecret: '{{ lookup(1) }}'\n"),
    "a secret of GitHub Actions": ("a.yml", "password: ${{ secrets.PYPI_TOKEN }}\n"),
    "an f-string": ("a.py", "token = f'{the_prefix}-{number:09d}'\n"),
    "the environment": ("a.py", 'password = os.environ["DB_PASSWORD"]\ntoken = os.getenv("API_TOKEN2")\n'),
    "a call": ("a.py", "password = getpass.getpass('Password9: ')\ntoken = get_token1(client)\n"),
    "an attribute": ("a.py", "self.token = settings.token_v2\npassword = config.db.password2\n"),
    "a prompt": ("a.py", 'password = input("Enter your password: ")\n'),
    "a message": ("a.py", 'password_error = "Password must hold 8 letters"\n'),
    "a path": ("a.py", 'secret_key_file = "/etc/keys/signing1.pem"\ntoken = "/run/secrets/token2"\n'),
    "a URL": ("a.py", 'token_url = "https://login.a.org/oauth2/v2.0/token"\n'),
    "a name of a variable": ("a.py", 'password_env = "DB_PASSWORD_2"\nsecret = "MY_SECRET_NAME_1"\n'),
    "a number": ("a.py", 'token = "1234567890123"\npassword_length = "16"\n'),
    "a date": ("a.yaml", "token_expires: 2026-01-02T03:04:05Z\n"),
    "words": ("a.py", 'api_key = "api-key-header"\nsecret = "not-so-random-words"\n'),
    "a word for it": ("a.py", 'password = "password"\nPASSWORD = "passwd1"\npwd = "secret"\n'),
    "a word for it in a schema": ("a.json", '{"password": "string", "token": {"type": "string"}}\n'),
    "nothing": ("a.env", "PASSWORD=\nTOKEN=''\n"),
    "a hash of a password": (
        "a.py",
        'password = "$2b$12${alnum:53}"\npassword = "pbkdf2_sha256$600000${alnum:22}${b64:43}="\n',
    ),
    "what SOPS encrypted": ("a.yaml", "password: ENC[AES256_GCM,data:{b64:20},iv:{b64:20},tag:{b64:20},type:str]\n"),
    "what ansible-vault encrypted": ("a.yaml", "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  {digits:60}\n"),
    "a monkey": ("a.py", 'monkey = "{alnum:16}"\nturkey = "{alnum:16}"\n'),
    "a public key": ("a.py", 'public_key = "{alnum:40}"\npublicKeyToken="{hex:16}"\n'),
    "a primary key": ("a.py", 'primary_key = "{alnum:20}"\nforeign_key = "user2_order1"\n'),
    "a column": ("a.py", 'df["token"] = df["token"].str.lower()\nkey = "col_{digits:4}"\n'),
    "a header without a value": ("a.py", 'headers = {"Authorization": f"Bearer {api_token}"}\n'),
    "a header with a placeholder": ("a.sh", "curl -H 'Authorization: Bearer YOUR_ACCESS_TOKEN_123' a.org\n"),
    "a value without quotes in Python": ("a.py", "password = other_password1\ntoken = tokens2[index9]\n"),
}


@pytest.mark.parametrize(("path", "template"), CLEAN.values(), ids=CLEAN)
def test_stays_silent(path: str, template: str) -> None:
    subject = planted(path, template).subject

    assert [(finding.message, finding.location) for finding in GenericSecret().check(subject)] == []


@pytest.mark.parametrize(("path", "template"), FOUND.values(), ids=FOUND)
def test_finds(path: str, template: str) -> None:
    subject, secret, line, column = planted(path, template)

    (finding,) = GenericSecret().check(subject)

    assert (finding.location.line, finding.location.column) == (line, column)
    assert finding.data["length"] == len(secret)
    assert finding.severity is Severity.WARNING


def test_basic_authorization_is_read() -> None:
    login = b64encode(f"me:{planted('a.py', WORD).secret}".encode()).decode()
    texts = [f'"Authorization": "Basic {each}"\n' for each in (login, b64encode(b"\0" * 18).decode())]
    told = [
        [finding.data["format"] for finding in GenericSecret().check(blob("a.py", text.encode()))] for text in texts
    ]

    assert told == [["basic-authorization"], []]


def test_a_secret_of_kubernetes_is_read_field_by_field() -> None:
    template = "kind: Secret\nmetadata:\n  name: db\ndata:\n  password: «aHVudGVy{bytes:9}»\n  user: bWU=\n"
    subject, _, line, _ = planted("secret.yaml", template)

    assert line in {finding.location.line for finding in GenericSecret().check(subject)}
