"""What git ignores and what it leaves visible, for every choice: git itself is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from judged import EVERY, ignored, named, prepared
from mlhygiene.model import Storage
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from conftest import Repo

NOBODY = frozenset[Storage]()
EVERYBODY = frozenset(Storage)
# Weights are LFS's where there is LFS; data is DVC's, or nobody's, where LFS does not hold it.
WEIGHTS = frozenset({Storage.NONE, Storage.DVC})
DATA = frozenset({Storage.NONE, Storage.DVC, Storage.BOTH})


class Paths(NamedTuple):
    """Paths that git ignores under some storages, and under no other."""

    ignored: frozenset[Storage]
    paths: str


TABLE = {
    "weights wherever they lie": Paths(
        WEIGHTS,
        "model.pt models/best.pth a/b/c.ckpt src/model.safetensors pytorch_model.bin llama.gguf ggml.ggml x.onnx"
        " x.onnx_data x.onnx.data m.h5 m.hdf5 m.keras frozen.pb m.tflite m.pt2 m.pte m.ptl __0_0.distcp m.mar m.nemo"
        " flax_model.msgpack variables/variables.data-00000-of-00001 m.mlmodel m.mlpackage/Data/weights.bin forest.pkl"
        " forest.pickle forest.joblib forest.skops trees.cbm trees.ubj yolov3.weights m.pdparams m.pdmodel index.faiss"
        " nets/modèle.pt .hidden.pt",
    ),
    "checkpoints by their folder": Paths(WEIGHTS, "checkpoints/config.json checkpoints/epoch-3/optimizer.state"),
    "arrays and tables in binary formats": Paths(
        DATA,
        "x.npy x.npz x.mat a/train.parquet x.arrow x.feather x.orc x.avro x.tfrecord x.tfrecords shard.mds"
        " cells.h5ad x.nc scan.nii scan.nii.gz scan.dcm cloud.las cloud.LAZ drive.bag drive.mcap x.zarr/0.0 x.lance/a"
        " x.lmdb/data.mdb x.duckdb model.rds model.RDS all.RData",
    ),
    "data in its folder": Paths(
        DATA,
        "data/raw.csv data/raw/a.csv data/a/b/c.jsonl data/x.json data/image.jpg data/no_extension data/raw.tar.gz"
        " data/.DS_Store_not data/Raw.CSV data/tests/x.csv data/labels.txt",
    ),
    "what a run leaves behind": Paths(
        EVERYBODY,
        "outputs/2026-01-02/03-04-05/train.txt outputs/a.png multirun/a multirun/2026/0/x .hydra/config.yaml"
        " a/.hydra/config.yaml runs/train/exp/results.csv logs/train.txt checkpoint-500/model.safetensors"
        " a/checkpoint-1000/trainer_state.json global_step100/mp_rank_00_model_states.pt trainer_output/x"
        " work_dirs/x/latest ray_results/x catboost_info/learn_error.tsv AutogluonModels/ag/x nni-experiments/x"
        " nemo_experiments/x",
    ),
    "engines of one device": Paths(
        EVERYBODY,
        "model.engine model.plan model.trt kernel.cubin kernel.ptx model.neff m.mlmodelc/model.mil",
    ),
    "compilers' caches": Paths(EVERYBODY, "torch_compile_debug/run_1/x unsloth_compiled_cache/x .triton/cache/x"),
    "trackers": Paths(
        EVERYBODY,
        "wandb/run-1/x wandb/run-20260102_030405-ab12cd34/files/output.log wandb/latest-run/x wandb/debug.log"
        " wandb/offline-run-1/x notebooks/wandb/run-2/x notebooks/wandb/offline-run-3/x notebooks/wandb/latest-run"
        " mlruns/0/meta.yaml a/mlruns/0/meta.yaml mlartifacts/0/x mlflow.db a/mlflow.db mlflow.db-journal mlruns.db"
        " lightning_logs/v0/events.out.tfevents.1 lightning_logs/version_0/hparams.yaml tb_logs/x"
        " events.out.tfevents.1700000000.host.1.0 a/b/events.out.tfevents.1 .neptune/x .aim/x .guild/x"
        " .cometml-runs/x.zip .polyaxon/x .metaflow/x optuna.db optuna_study.db",
    ),
    "logs and profiles": Paths(
        EVERYBODY,
        "train.log a/b.log slurm-123.out nohup.out x.pt.trace.json report.nsys-rep kernel.ncu-rep",
    ),
    "Python's own": Paths(
        EVERYBODY,
        ".venv/bin/python venv/bin/python __pycache__/a.cpython-311.pyc src/__pycache__/a.pyc a.pyc a.pyo a.pyd"
        " x.egg-info/PKG-INFO src/x.egg-info/PKG-INFO .eggs/x build/lib/x.py dist/x-1.0.tar.gz"
        " .hypothesis/x .coverage .coverage.host.1 .tox/x .nox/x"
        " tests/__pycache__/test_a.pyc .cache/huggingface/hub/x",
    ),
    "notebooks' own": Paths(
        EVERYBODY,
        ".ipynb_checkpoints/a-checkpoint.ipynb notebooks/.ipynb_checkpoints/a-checkpoint.ipynb .virtual_documents/x"
        " __marimo__/x .jupyter_ystore.db .gradio/x flagged/log.csv data/.ipynb_checkpoints/a-checkpoint.py",
    ),
    "secrets": Paths(
        EVERYBODY,
        ".env a/.env .env.local .env.production kaggle.json a/kaggle.json .streamlit/secrets.toml"
        " app/.streamlit/secrets.toml credentials.json secrets.yaml secrets.yml conf/secrets.yaml server.key ca.pem"
        " id_rsa .ssh/id_ed25519 .netrc _netrc .pypirc .git-credentials .comet.config clearml.conf .modal.toml"
        " .databrickscfg hf_token .hf_token login.ppk data/.env data/secrets.yaml data/kaggle.json tests/.env",
    ),
    "systems and editors": Paths(
        EVERYBODY,
        ".DS_Store a/.DS_Store data/.DS_Store ._model.pt Thumbs.db desktop.ini Desktop.ini .nfs000000001 .fuse_hidden01"
        " .a.py.swp a.swo train.py~ .idea/workspace.xml .vscode/settings.json x.code-workspace",
    ),
    "what mlhygiene was writing": Paths(EVERYBODY, ".mlhygiene-1a2b.tmp notebooks/.mlhygiene-1a2b.bak"),
    "source code, whatever its folder is called": Paths(
        NOBODY,
        "src/models/net.py src/data/load.py src/models/__init__.py models/resnet.py models/common.py"
        " src/checkpoints/manager.py src/logs/reader.py src/runs/a.py src/outputs/writer.py src/build/compile.py"
        " torch/dist/comm.py utils/loggers/wandb/__init__.py src/wandb/logger.py src/env/gym.py env/cartpole.py"
        " lib/data/dataset.py lib/a.py results/plot.py artifacts/make.py src/results/metrics.py pkg/cache/a.py"
        " src/checkpoint.py checkpoint-utils.py src/global_step.py src/key.py src/secrets.py src/credentials.py"
        " src/runs.py docs/outputs/index.md build.py dist.py Makefile setup.py run.sh kernel.cu",
    ),
    "code, notes and placeholders in data/": Paths(
        NOBODY,
        "data/load.py data/README.md data/readme.md data/prepare.sh data/coco.yaml data/coco128.yml data/raw/.gitkeep"
        " data/.gitkeep data/.gitignore data/raw/.gitignore data/.gitattributes data/shakespeare/prepare.py"
        " data/load.ipynb data/pyproject.toml data/dvc.yaml data/dvc.lock data/params.yaml data/__init__.py"
        " checkpoints/.gitkeep outputs/.gitkeep checkpoints/a/.gitignore",
    ),
    "fixtures": Paths(
        NOBODY,
        "tests/fixtures/x.csv tests/fixtures/tiny.pt tests/data/x.npy tests/a/b/x.parquet tests/fixtures/train.log"
        " pkg/tests/fixtures/m.onnx tests/fixtures/events.json tests/model.pkl src/pkg/tests/data/x.h5",
    ),
    "configs and texts": Paths(
        NOBODY,
        "package.json package-lock.json config.json configs/model.json tokenizer.json model.safetensors.index.json"
        " config.yaml params.yaml metrics.json eval/metrics.json results.tsv results/metrics.csv x.csv x.jsonl x.tsv"
        " requirements.txt pyproject.toml uv.lock poetry.lock environment.yml Dockerfile .dockerignore .vhignore"
        " valohai.yaml mlhygiene.toml .pre-commit-config.yaml .github/workflows/ci.yml .gitattributes .gitignore"
        " .python-version .editorconfig .coveragerc tox.ini conf/base/catalog.yml conf/base/parameters.yml"
        " vocab.txt merges.txt tokenizer.model x.pbtxt LICENSE CITATION.cff .flake8",
    ),
    "DVC's own": Paths(
        NOBODY,
        "data/raw.csv.dvc data/raw/images.dvc model.pt.dvc models/best.pt.dvc checkpoints/best.pt.dvc outputs/m.pt.dvc"
        " dvc.lock dvc.yaml a/dvc.lock a/dvc.yaml .dvc/config .dvc/.gitignore .dvcignore dvclive/metrics.json"
        " dvclive/plots/metrics/loss.tsv params.yaml events.parquet.dvc",
    ),
    "a project's settings of a tracker": Paths(NOBODY, "wandb/settings mlflow.yaml MLproject .zen/config.yaml"),
    "examples of secrets": Paths(NOBODY, ".env.example .env.sample .env.template .env.dist a/.env.example"),
    "templates of secrets": Paths(
        NOBODY, "chart/templates/secrets.yaml config/secrets.example.yaml .streamlit/config.toml"
    ),
    "public keys and environments of direnv": Paths(NOBODY, "id_rsa.pub .envrc docs/keys.md"),
    "pictures and notebooks": Paths(
        NOBODY, "docs/figure.png README.md analysis.ipynb notebooks/01-eda.ipynb a.svg a.pdf"
    ),
    "shared settings of an editor": Paths(NOBODY, ".vscode/launch.json .vscode/extensions.json"),
    "names that only look like it": Paths(
        NOBODY,
        "pt ckpt model.pt.md runs.md multirun.py mlruns.md logs.md wandb.py env .envs/readme.md data.py outputs.py"
        " checkpoint.md my-checkpoint-utils.md log pt.py keys/README checkpoint-500.md x.engine.py",
    ),
}
# Kedro's own, with `--with kedro`: whether a project without it would have them ignored.
KEDRO = {
    "conf/local/credentials.yml": True,
    "conf/local/a/b.yml": True,
    "conf/base/credentials.yml": True,
    "conf/prod/my_credentials.yml": True,
    ".viz/stats.json": True,
    "conf/local/.gitkeep": False,
    "conf/base/catalog.yml": False,
    "conf/README.md": False,
    "data/01_raw/.gitkeep": False,
    "src/conf/local/a.py": False,
}


@pytest.fixture(params=EVERY, ids=named)
def choices(request: pytest.FixtureRequest) -> Choices:
    chosen: Choices = request.param
    return chosen


def test_git_ignores_what_the_table_says(repo: Repo, choices: Choices) -> None:
    expected = {path: choices.storage in storages for storages, paths in TABLE.values() for path in paths.split()}
    told = ignored(prepared(repo, choices), expected)

    assert {path: told.get(path) for path, ignored in expected.items() if ignored != (path in told)} == {}


def test_kedro_keeps_its_local_settings_local(repo: Repo, choices: Choices) -> None:
    told = ignored(prepared(repo, choices), KEDRO)

    assert {path for path in KEDRO if path in told} == {
        path for path, its in KEDRO.items() if its and "kedro" in choices.extras
    }


ODD = {
    "data/a file.csv": True,
    "data/tab\there.csv": True,
    "data/line\nbreak.csv": True,
    "data/ünïcode.csv": True,
    "data/[1].csv": True,
    "data/!important.csv": True,
    "data/#1.csv": True,
    "data/a\\b.csv": True,
    "data/trailing .py": False,
    "data/.py": False,
    "data/..dvc": False,
    " .pt": True,
    "a b.pt": True,
    "-.pt": True,
    ":(top)a.pt": True,
    "data\\raw.csv": False,
    "DATA/raw.csv": False,
    "MODEL.PT": False,
    "model.pt ": False,
    "checkpoint-": False,
}


def test_odd_names_are_judged_as_others_are(repo: Repo) -> None:
    told = ignored(prepared(repo, Choices(Storage.DVC)), ODD)

    assert {path: path in told for path in ODD} == ODD


def test_where_the_file_system_ignores_case_git_does_as_well(repo: Repo) -> None:
    repo.git("config", "core.ignoreCase", "true")

    assert set(ignored(prepared(repo, Choices(Storage.DVC)), ["DATA/raw.csv", "MODEL.PT", "Data/Load.PY"])) == {
        "DATA/raw.csv",
        "MODEL.PT",
    }


def test_what_a_person_ignores_for_themselves_stays_ignored(repo: Repo, choices: Choices) -> None:
    repo.write(".git/info/exclude", "tests/scratch\nscratch\n*.orig\n")
    prepared(repo, choices)

    assert set(
        ignored(repo, ["tests/scratch/a", "a/tests/scratch/b.py", "src/scratch/c.py", "data/scratch/d.csv"])
    ) >= {
        "tests/scratch/a",
        "a/tests/scratch/b.py",
        "src/scratch/c.py",
    }


def test_what_a_person_writes_below_the_block_has_the_last_word(repo: Repo, choices: Choices) -> None:
    prepared(repo, choices)
    content = (repo.root / ".gitignore").read_bytes()
    repo.write(".gitignore", content + b"\n!train.log\n!/data/**/*.csv\n*.py\n")

    assert set(ignored(repo, ["train.log", "data/raw/a.csv", "a.py"])) == {"a.py"}


@pytest.mark.parametrize("chosen", EVERY[::3], ids=named)
def test_our_own_rules_have_nothing_to_say_of_the_blocks(chosen: Choices, repo: Repo) -> None:
    prepared(repo, chosen).write("train.py", "print()\n").stage()
    ran = repo.mlhygiene("lint", "--ignore", "MLH606")

    assert ran.code == 0
    assert "MLH" not in ran.out
