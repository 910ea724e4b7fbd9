"""What attributes git gives to files, for every choice: git itself is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from judged import EVERY, FACTS, attributes, held, ignored, named, prepared
from mlhygiene.model import Storage
from mlhygiene.scaffold.attributes import gitattributes
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from conftest import Repo

NOBODY = frozenset[Storage]()
WEIGHTS = frozenset({Storage.LFS, Storage.BOTH})
DATA = frozenset({Storage.LFS})


class Paths(NamedTuple):
    """Paths that Git LFS holds under some storages, and under no other."""

    held: frozenset[Storage]
    paths: str


TABLE = {
    "weights wherever they lie": Paths(
        WEIGHTS,
        "model.pt models/best.pth a/b/c.ckpt checkpoints/last.ckpt src/m.safetensors pytorch_model.bin llama.gguf"
        " x.onnx x.onnx_data x.onnx.data m.h5 m.keras frozen.pb m.tflite m.pt2 m.pte a.distcp m.nemo m.msgpack"
        " v/variables.data-00000-of-00001 m.mlpackage/Data/weights.bin a/m.mlpackage/Manifest.json m.pkl m.joblib"
        " m.cbm yolov3.weights m.pdparams index.faiss data/model.pt nets/modèle.pt",
    ),
    "binary data": Paths(
        DATA,
        "x.npy x.npz data/x.parquet a/x.arrow x.feather x.tfrecord x.tfrecords a.h5ad a.nc a.nii a.nii.gz a.dcm a.LAS"
        " a.RData a.rds a/b.lance/data/0 x.lmdb/data.mdb x.duckdb",
    ),
    "archives": Paths(DATA, "a.zip a.tar a.tar.gz a/b.tgz a.zst a.7z data/a.csv.gz"),
    "texts and media in data/": Paths(
        DATA,
        "data/a.csv data/raw/a.tsv data/a/b/c.jsonl data/IMG_1.JPG data/a.jpeg data/a.png data/a.TIFF data/a.wav"
        " data/A.CSV",
    ),
    "compiled engines": Paths(NOBODY, "m.engine m.plan m.trt k.cubin m.mlmodelc/model.mil"),
    "code, texts and pictures": Paths(
        NOBODY,
        "train.py data/load.py data/README.md data/.gitignore data/.gitkeep .gitattributes .gitignore a.ipynb"
        " data/a.ipynb results.csv prompts.jsonl config.json data/a.json docs/figure.png README.md logo.jpg dvc.lock"
        " data/a.csv.dvc params.yaml data/coco.yaml x.zarr/0.0 tokenizer.json src/data/a.csv m.safetensors.index.json",
    ),
    "fixtures": Paths(
        NOBODY,
        "tests/a.npy tests/fixtures/tiny.pt pkg/tests/data/a.parquet pkg/testdata/m.pth fixtures/a.zip tests/a.pb",
    ),
}
# What git's own attributes say, whatever the storage.
SAYS = {
    ("a/notebook.ipynb", "diff"): "jupyternotebook",
    ("a/notebook.ipynb", "merge"): "jupyternotebook",
    ("a/notebook.ipynb", "eol"): "lf",
    ("a/notebook.ipynb", "text"): "auto",
    ("a/notebook.ipynb", "filter"): "unspecified",
    ("a/notebook.ipynb", "linguist-detectable"): "false",
    ("train.py", "text"): "auto",
    ("train.py", "diff"): "python",
    ("train.py", "eol"): "unspecified",
    ("README.md", "diff"): "markdown",
    ("scripts/run.sh", "eol"): "lf",
    ("run.bat", "eol"): "crlf",
    ("results.csv", "text"): "unset",
    ("results.csv", "diff"): "unspecified",
    ("uv.lock", "linguist-generated"): "set",
    ("a/dvc.lock", "linguist-generated"): "set",
    ("a.png", "text"): "unset",
    ("a.pdf", "diff"): "unset",
    ("tests/a.pkl", "text"): "unset",
    ("model.engine", "text"): "auto",
}


@pytest.fixture(params=EVERY, ids=named)
def choices(request: pytest.FixtureRequest) -> Choices:
    chosen: Choices = request.param
    return chosen


def test_lfs_holds_what_the_table_says(repo: Repo, choices: Choices) -> None:
    expected = {path: choices.storage in held for held, paths in TABLE.values() for path in paths.split()}
    said = attributes(prepared(repo, choices), expected, "filter")

    assert {path for path, held in expected.items() if held != (said[path] == ("lfs",))} == set()


def test_a_file_is_treated_by_its_kind(repo: Repo, choices: Choices) -> None:
    prepared(repo, choices)

    assert {(path, name): attributes(repo, [path], name)[path][0] for path, name in SAYS} == SAYS


def test_a_pattern_has_one_owner(repo: Repo, choices: Choices) -> None:
    paths = [path.decode() for path in held(gitattributes(choices, FACTS).lines).values()]
    prepared(repo, choices)

    assert bool(paths) == (choices.storage in WEIGHTS)
    assert ignored(repo, paths) == {}
    assert {path for path, (value,) in attributes(repo, paths, "filter").items() if value != "lfs"} == set()


def test_each_pattern_matches_its_own_path_even_alone(repo: Repo) -> None:
    lines = gitattributes(Choices(Storage.LFS), FACTS).lines
    for pattern, path in held(lines).items():
        repo.write(".gitattributes", pattern + b" filter=lfs\n")
        assert attributes(repo, [path.decode()], "filter") == {path.decode(): ("lfs",)}


def test_no_file_of_a_history_with_other_line_ends_is_changed(repo: Repo, choices: Choices) -> None:
    for name in ("a.py", "a.bat", "a.cmd", "a.sh", "a.ipynb", "a.csv", "a.md", "uv.lock", "a.txt"):
        repo.write(name, "a\r\nb\r\n").write(f"mixed/{name}", "a\r\nb\n")
    repo.stage().commit()

    prepared(repo, choices)
    # Written again, so that git has to look into each.
    for path in repo.git("ls-files").splitlines():
        repo.write(path, (repo.root / path).read_bytes())
    assert repo.git("status", "--porcelain", "--untracked-files=no") == ""


def test_notebooks_are_compared_and_merged_as_any_text_where_there_is_no_nbdime(repo: Repo, choices: Choices) -> None:
    lines = [f'{{"cell": {number}}}\n' for number in range(20)]
    prepared(repo, choices).write("a.ipynb", "".join(lines)).stage().commit()
    repo.git("checkout", "--quiet", "-b", "other")
    repo.write("a.ipynb", "".join(['{"cell": "first"}\n', *lines[1:]])).stage().commit()
    repo.git("checkout", "--quiet", "main")
    repo.write("a.ipynb", "".join([*lines[:-1], '{"cell": "last"}\n'])).stage().commit()

    assert '+{"cell": "last"}' in repo.git("show")
    repo.git("merge", "--quiet", "--no-edit", "other")
    merged = (repo.root / "a.ipynb").read_text()
    assert '"first"' in merged
    assert '"last"' in merged


def test_a_filter_that_somebody_has_for_all_notebooks_counts_in_tests_as_well(repo: Repo, choices: Choices) -> None:
    repo.write("../everywhere", "*.ipynb filter=nbstripout\n")
    repo.git("config", "core.attributesFile", str(repo.root.parent / "everywhere"))

    assert attributes(prepared(repo, choices), ["tests/a.ipynb"], "filter") == {"tests/a.ipynb": ("nbstripout",)}
