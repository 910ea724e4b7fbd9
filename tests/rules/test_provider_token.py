"""MLH202: in whatever way a token stands beside its name, it is found where it stands."""

from __future__ import annotations

import pytest

from mlhygiene.rules.provider_token import ProviderToken
from planted import planted

# A token that its name alone gives away, in every way that people write it down.
WANDB = "wandb-legacy-key"
KEY = "«{hex:40}»"
NAMED = {
    "an assignment": ("train.py", f'WANDB_API_KEY = "{KEY}"\n'),
    "an assignment without blanks": ("run.sh", f"WANDB_API_KEY={KEY}\n"),
    "an export": ("run.sh", f"export WANDB_API_KEY={KEY}\n"),
    "an assignment with a type": ("train.py", f'wandb_api_key: str = "{KEY}"\n'),
    "an assignment with an optional type": ("train.py", f'wandb_key: Optional[str] = "{KEY}"\n'),
    "the environment, set by subscript": ("train.py", f'os.environ["WANDB_API_KEY"] = "{KEY}"\n'),
    "the environment, set by setdefault": ("train.py", f'os.environ.setdefault("WANDB_API_KEY", "{KEY}")\n'),
    "the environment, with a literal to fall back on": ("train.py", f'os.getenv("WANDB_API_KEY", "{KEY}")\n'),
    "the environment of Node.js": ("train.js", f"process.env.WANDB_API_KEY = '{KEY}';\n"),
    "a command that logs in": ("README.md", f"    wandb login {KEY}\n"),
    "a command that logs in again": ("setup.sh", f"wandb login --relogin {KEY}\n"),
    "a call that logs in": ("train.py", f'wandb.login(key="{KEY}")\n'),
    "a call over lines": ("train.py", f'wandb.login(\n    key="{KEY}",\n)\n'),
    "a Dockerfile": ("Dockerfile", f"ENV WANDB_API_KEY {KEY}\n"),
    "a Dockerfile with an equals sign": ("Dockerfile", f"ENV WANDB_API_KEY={KEY}\n"),
    "an argument of a build": ("Dockerfile", f"ARG WANDB_API_KEY={KEY}\n"),
    "an option of docker run": ("run.sh", f"docker run -e WANDB_API_KEY={KEY} image\n"),
    "a default of the shell": ("run.sh", f"export WANDB_API_KEY=${{WANDB_API_KEY:-{KEY}}}\n"),
    "a default of Spring": ("app.properties", f"wandb.key=${{WANDB_API_KEY:{KEY}}}\n"),
    "a magic of IPython": ("a.py", f"%env WANDB_API_KEY={KEY}\n"),
    "a magic of IPython with a blank": ("a.py", f"%env WANDB_API_KEY {KEY}\n"),
    "YAML": ("config.yaml", f"wandb_api_key: {KEY}\n"),
    "YAML, quoted": ("config.yaml", f"wandb_api_key: '{KEY}'\n"),
    "YAML, nested under the name": ("config.yaml", f"wandb:\n  api_key: {KEY}\n"),
    "YAML, a name and a value": ("pod.yaml", f"env:\n  - name: WANDB_API_KEY\n    value: {KEY}\n"),
    "YAML, a name and a quoted value": ("pod.yaml", f'env:\n  - name: WANDB_API_KEY\n    value: "{KEY}"\n'),
    "YAML, a list of assignments": ("compose.yaml", f"environment:\n  - WANDB_API_KEY={KEY}\n"),
    "JSON": ("config.json", f'{{"wandb_api_key": "{KEY}"}}\n'),
    "JSON in JSON": ("config.json", f'{{"env": "{{\\"WANDB_API_KEY\\": \\"{KEY}\\"}}"}}\n'),
    "JSON, a name and a value": ("task.json", f'[{{"name": "WANDB_API_KEY", "value": "{KEY}"}}]\n'),
    "TOML": ("config.toml", f'wandb-api-key = "{KEY}"\n'),
    "INI": ("config.ini", f"wandb_api_key = {KEY}\n"),
    "HCL": ("main.tf", f'wandb_api_key = "{KEY}"\n'),
    "HCL, a default": ("main.tf", f'variable "wandb_api_key" {{\n  default = "{KEY}"\n}}\n'),
    "HCL, a default behind a type": (
        "main.tf",
        f'variable "wandb_api_key" {{\n  type    = string\n  default = "{KEY}"\n}}\n',
    ),
    "XML, an element": ("config.xml", f"<wandb_api_key>{KEY}</wandb_api_key>\n"),
    "XML, an attribute": ("config.xml", f'<run wandb_api_key="{KEY}"/>\n'),
    "XML, a key and a value": ("app.config", f'<add key="WANDB_API_KEY" value="{KEY}"/>\n'),
    "PowerShell": ("run.ps1", f'$env:WANDB_API_KEY = "{KEY}"\n'),
    "cmd.exe": ("run.bat", f"set WANDB_API_KEY={KEY}\n"),
    "fish": ("run.fish", f"set -x WANDB_API_KEY {KEY}\n"),
    "csh": ("run.csh", f"setenv WANDB_API_KEY {KEY}\n"),
    "an option with a blank": ("run.sh", f"python train.py --wandb_key {KEY}\n"),
    "an option with an equals sign": ("run.sh", f"python train.py --wandb-api-key={KEY}\n"),
    "a default of argparse": ("train.py", f'parser.add_argument("--wandb_key", type=str, default="{KEY}")\n'),
    "a default of click": ("train.py", f"@click.option('--wandb-key', default='{KEY}', help='key')\n"),
    "a keyword of a call": ("train.py", f'Trainer(wandb_token="{KEY}")\n'),
    "a mapping": ("train.py", f"env = {{'WANDB_API_KEY': '{KEY}'}}\n"),
    "a mapping of R": ("train.R", f'Sys.setenv(WANDB_API_KEY = "{KEY}")\n'),
    "a mapping of Ruby": ("a.rb", f'ENV["WANDB_API_KEY"] ||= "{KEY}"\nwandb = {{ :wandb_key => "x" }}\n'),
    "Go": ("main.go", f'os.Setenv("WANDB_API_KEY", "{KEY}")\n'),
    "Go, a short assignment": ("main.go", f'wandbKey := "{KEY}"\n'),
    "Java": ("A.java", f'private static final String WANDB_API_KEY = "{KEY}";\n'),
    "Rust": ("main.rs", f'const WANDB_API_KEY: &str = "{KEY}";\n'),
    "C": ("main.c", f'#define WANDB_API_KEY "{KEY}"\n'),
    "C, a comparison": ("main.c", f'if (wandb_key == "{KEY}")\n'),
    "a comment": ("train.py", f"# WANDB_API_KEY={KEY}\n"),
    "a secret of GitHub Actions, written out": ("ci.yml", f"        WANDB_API_KEY: {KEY}  # todo\n"),
    "a query": ("a.md", f"https://api.wandb.ai/x?wandb_key={KEY}&b=1\n"),
    "a query, percent-encoded": ("a.md", f"https://a.org/x?next=%3Fwandb_key%3D{KEY}%26b%3D1\n"),
}
# A token that its shape gives away, whatever stands around it.
TOKEN = "«hf_{letters:34}»"
FIRM = {
    "alone in a file": f"{TOKEN}",
    "in a sentence": f"my token is {TOKEN}, keep it\n",
    "at the end of a sentence": f"my token is {TOKEN}.\n",
    "in brackets": f"({TOKEN})\n",
    "between commas": f"a,{TOKEN},b\n",
    "as a table's cell": f"| token | {TOKEN} |\n",
    "in HTML": f"<code>{TOKEN}</code>\n",
    "in an f-string": f'f"Bearer {TOKEN}"\n',
    "in bytes": f"b'{TOKEN}'\n",
    "as a user of a URL": f"https://{TOKEN}@huggingface.co/lab/model\n",
    "as a password of a URL": f"https://user:{TOKEN}@huggingface.co/lab/model\n",
    "in a query": f"https://a.org/?token={TOKEN}&x=1\n",
    "in a query, percent-encoded": f"https://a.org/?next=token%3D{TOKEN}%26x\n",
    "behind an escaped newline": f'"a\\n{TOKEN}\\n"\n',
    "behind an escaped tab": f'"a\\t{TOKEN}"\n',
    "behind an escape by number": f'"a\\u003d{TOKEN}\\u0026"\n',
    "in escaped quotes": f'"{{\\"token\\": \\"{TOKEN}\\"}}"\n',
    "in quotes that are escaped twice": f'"{{\\\\\\"token\\\\\\": \\\\\\"{TOKEN}\\\\\\"}}"\n',
    "among colours of a terminal": f"\x1b[31m{TOKEN}\x1b[0m\n",
    "with colours before its prefix": f"token=\x1b[1m{TOKEN}\x1b[0m\n",
    "at the end of a long line": "a b " * 300_000 + f"{TOKEN}",
    "behind other scripts": f"トークン: {TOKEN}です\n",
}
FOUND = {
    **{f"a name's token, in {case}": (*NAMED[case], WANDB) for case in NAMED},
    **{f"a token's shape, {case}": ("notes.txt", FIRM[case], "hugging-face-token") for case in FIRM},
}
CLEAN = {
    "a commit beside wandb": ("run.yaml", "wandb: {run: x}\ngit:\n  commit: {hex:40}\n"),
    "a commit in wandb's metadata": (
        "wandb-metadata.json",
        '{"git": {"remote": "https://github.com/lab/wandb", "commit": "{hex:40}"}, "root": "/w"}\n',
    ),
    "a revision of wandb": ("requirements.txt", "wandb @ git+https://github.com/wandb/wandb@{hex:40}\n"),
    "an action of GitHub, pinned": ("ci.yml", "      - uses: wandb/launch@{hex:40}\n"),
    "a digest of wandb": ("pins.txt", "wandb==0.16.0 --hash=sha256:{hex:64}\n"),
    "a lock of wandb": (
        "uv.lock",
        'sdist = { url = "https://files.org/{hex:60}/wandb-0.16.0.tar.gz", hash = "sha256:{hex:64}", size = 1 }\n',
    ),
    "a lock of Poetry": ("poetry.lock", '{file = "wandb-0.16.0-py3-none-any.whl", hash = "sha256:{hex:64}"}\n'),
    "a lock of npm": ("package-lock.json", '"integrity": "sha512-{b64:86}=="\n'),
    "a lock of conda": ("conda.lock", "url: https://conda.anaconda.org/wandb.conda\nmd5: {hex:32}\n"),
    "a hash of wandb's artifact": ("a.py", 'artifact = wandb.use_artifact("lab/model:v3", digest="{hex:32}")\n'),
    "a run of wandb": ("a.py", 'wandb.init(id="{lownum:8}", project="{lower:25}")\n'),
    "a placeholder": ("a.py", 'WANDB_API_KEY = "your-key-here"\n'),
    "a row of x": ("a.py", f'HF_TOKEN = "hf_{"x" * 34}"\nWANDB_API_KEY = "{"x" * 40}"\n'),
    "a row of stars": ("a.py", f'HF_TOKEN = "hf_{"*" * 34}"\n'),
    "an ellipsis": ("README.md", "export HF_TOKEN=hf_...\nexport WANDB_API_KEY=...\n"),
    "a masked token": ("a.log", "token hf_{alnum:4}…{alnum:4} and hf_{alnum:4}****************\n"),
    "a template of the shell": ("a.sh", "export WANDB_API_KEY=${WANDB_API_KEY}\nexport HF_TOKEN=$(cat token)\n"),
    "a template of Jinja": ("a.yaml", "wandb_key: {{ secrets.WANDB_API_KEY }}\n"),
    "a secret of GitHub Actions": ("ci.yml", "WANDB_API_KEY: ${{ secrets.WANDB_API_KEY }}\n"),
    "the environment": ("a.py", 'key = os.environ["WANDB_API_KEY"]\nhf = os.getenv("HF_TOKEN")\n'),
    "an ARN": ("a.tf", 'secret = "arn:aws:secretsmanager:eu-west-1:{digits:12}:secret:wandb-{alnum:6}"\n'),
    "a UUID beside no name": ("a.py", 'run = "{uuid}"\n'),
    "a picture": ("a.md", "![w](data:image/png;base64,iVBORw0KGgo{b64:3000})\n"),
    "integrity of a script": ("a.html", '<script integrity="sha384-{b64:64}" src="comet.js"></script>\n'),
    "a pointer of LFS": ("wandb.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:{hex:64}\nsize 48100\n"),
    "an out of DVC": ("wandb.dvc", "outs:\n- md5: {hex:32}.dir\n  size: 1\n  nfiles: 2\n  path: wandb\n"),
    "DNA": ("a.fasta", ">comet|wandb\n" + "ACGTTGCAAGCT" * 200 + "\n"),
    "a protein": ("a.fasta", ">sp|P69905\nMVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTTKTYFPHFDLSH\n"),
    "embeddings": ("a.jsonl", '{"id": "{hex:32}", "model": "cohere-embed-v3", "embedding": [0.1234, -0.5678]}\n'),
    "a model's id": ("a.py", 'AutoModel.from_pretrained("lab/hf_{lower:8}-base", revision="{hex:40}")\n'),
    "a tokenizer": ("tokenizer.json", '{"pad_token": "<pad>", "vocab": {"Ġhf_": 31373, "sk": 8135}}\n'),
    "a word that goes on before it": ("a.py", "not_a_hf_{letters:34}\nmyhf_{letters:34}\n"),
    "a word that goes on after it": ("a.py", "hf_{letters:34}_suffix\nhf_{letters:34}{letters:6}\n"),
    "a name that holds another name": ("a.py", 'becomet_key = "{alnum:25}"\n'),
}


@pytest.mark.parametrize(("path", "template"), CLEAN.values(), ids=CLEAN)
def test_stays_silent(path: str, template: str) -> None:
    subject = planted(path, template).subject

    assert [(finding.message, finding.location) for finding in ProviderToken().check(subject)] == []


@pytest.mark.parametrize(("path", "template", "form"), FOUND.values(), ids=FOUND)
def test_finds(path: str, template: str, form: str) -> None:
    subject, secret, line, column = planted(path, template)

    (finding,) = ProviderToken().check(subject)

    assert (finding.data["format"], finding.data["length"]) == (form, len(secret))
    assert (finding.location.line, finding.location.column) == (line, column)
    assert secret not in f"{finding}{finding.message}{finding.fix}{finding.data}"
