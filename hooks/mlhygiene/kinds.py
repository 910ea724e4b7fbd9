"""What a file is, by its name and, where the name does not say, by its first bytes.

Extensions come from the formats' own documentation and from the default
`.gitattributes` of the Hugging Face Hub; everything else from `identify`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# As far as any format that we know by its first bytes has to be read.
HEAD = 8000


class Purpose(StrEnum):
    """What a file is for: LFS serves weights best, DVC data."""

    WEIGHTS = "weights"
    DATA = "data"
    NOTEBOOK = "notebook"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kind:
    """A format as a person calls it."""

    label: str
    purpose: Purpose = Purpose.OTHER
    binary: bool = True


def _table(purpose: Purpose, rows: dict[str, str], *, binary: bool = True) -> dict[str, Kind]:
    return {e: Kind(label, purpose, binary) for label, line in rows.items() for e in line.split()}


EXTENSIONS: dict[str, Kind] = {
    **_table(
        Purpose.WEIGHTS,
        {
            "PyTorch checkpoint": "pt pth ckpt pt2 ptl pte ptd mar t7 distcp",
            "safetensors weights": "safetensors",
            "GGUF weights": "gguf ggml ggmf",
            "ONNX model": "onnx onnx_data ort",
            "TensorFlow model": "pb tflite",
            "Keras model": "keras",
            "LiteRT model": "litertlm task",
            "Core ML model": "mlmodel",
            "NeMo checkpoint": "nemo",
            "Paddle model": "pdparams pdopt pdiparams pdmodel",
            "gradient-boosting model": "cbm ubj bst",
            "Caffe model": "caffemodel",
            "Darknet weights": "weights",
            "fastText model": "ftz",
            "edge model": "rknn hef dlc mnn",
            "compiled engine": "engine plan trt cubin neff",
            "skops model": "skops",
            "vector index": "faiss ann usearch hnsw",
        },
    ),
    **_table(
        Purpose.DATA,
        {
            "NumPy array": "npy npz",
            "HDF5 file": "h5 hdf5 h5ad loom",
            "pickle": "pkl pickle joblib dill",
            "Parquet table": "parquet",
            "Arrow table": "arrow feather",
            "ORC table": "orc",
            "Avro file": "avro",
            "TFRecord file": "tfrecord tfrecords",
            "streaming shard": "mds beton rec lance",
            "MessagePack file": "msgpack",
            "MATLAB file": "mat",
            "R data": "rds rdata",
            "JLD2 file": "jld2",
            "NetCDF file": "nc grib",
            "medical image": "nii dcm",
            "point cloud": "las laz ply pcd",
            "robot log": "bag mcap",
            "database": "duckdb sqlite sqlite3 db lmdb mdb",
        },
    ),
    **_table(Purpose.DATA, {"table of text": "csv tsv", "JSON lines": "jsonl ndjson"}, binary=False),
    # Many formats share these: the first bytes may tell more.
    **_table(Purpose.OTHER, {"binary file": "bin dat data raw idx blob param params model vec kv"}),
    "ipynb": Kind("notebook", Purpose.NOTEBOOK, binary=False),
}

MAGIC: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"GGUF", Kind("GGUF weights", Purpose.WEIGHTS)),
    (0, b"\x89HDF\r\n\x1a\n", Kind("HDF5 file", Purpose.DATA)),
    (0, b"PAR1", Kind("Parquet table", Purpose.DATA)),
    (0, b"ARROW1", Kind("Arrow table", Purpose.DATA)),
    (0, b"\x93NUMPY", Kind("NumPy array", Purpose.DATA)),
    (0, b"SQLite format 3\0", Kind("SQLite database", Purpose.DATA)),
    (0, b"ORC", Kind("ORC table", Purpose.DATA)),
    (0, b"Obj\x01", Kind("Avro file", Purpose.DATA)),
    (4, b"TFL3", Kind("TensorFlow model", Purpose.WEIGHTS)),
    (0, b"\x1f\x8b", Kind("gzip archive")),
    (0, b"\xfd7zXZ\0", Kind("xz archive")),
    (0, b"\x28\xb5\x2f\xfd", Kind("Zstandard archive")),
    (0, b"BZh", Kind("bzip2 archive")),
    (0, b"7z\xbc\xaf\x27\x1c", Kind("7-Zip archive")),
    (0, b"Rar!\x1a\x07", Kind("RAR archive")),
    (0, b"\x04\x22\x4d\x18", Kind("LZ4 archive")),
    (257, b"ustar", Kind("tar archive")),
    (0, b"\x89PNG\r\n\x1a\n", Kind("PNG image")),
    (0, b"\xff\xd8\xff", Kind("JPEG image")),
    (0, b"GIF8", Kind("GIF image")),
    (0, b"%PDF-", Kind("PDF document")),
    (0, b"\x7fELF", Kind("compiled binary")),
)
ARCHIVE = b"PK\x03\x04"


def by_name(name: str) -> Kind | None:
    """The kind that an extension tells; None where it says nothing."""
    basename = name.rpartition("/")[2].lower()
    extension = basename.rpartition(".")[2] if "." in basename else ""
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    from identify.identify import tags_from_filename  # 9 ms that a clean run never needs

    tags = tags_from_filename(basename)
    if not tags:
        return None
    binary = "binary" in tags
    if {"image", "audio", "video"} & tags:
        label = f"{extension.upper()} file" if extension else "media file"
        return Kind(label, Purpose.DATA, binary)
    return Kind(f"{extension or basename} file", Purpose.OTHER, binary)


def by_content(head: bytes) -> Kind | None:
    """The kind that the first bytes tell; None where they are of no known format."""
    for offset, magic, kind in MAGIC:
        if head.startswith(magic, offset):
            return kind
    if head.startswith(ARCHIVE):
        return _archive(head)
    if head[:1] == b"\x80" and head[1:2] in b"\x02\x03\x04\x05" and len(head) > 1:
        return Kind("pickle", Purpose.DATA)
    if head[8:10] == b'{"' and int.from_bytes(head[:8], "little") < 1 << 27:
        return Kind("safetensors weights", Purpose.WEIGHTS)
    return None


def is_text(head: bytes) -> bool:
    """Whether bytes are text: no NUL, unless a UTF-16 mark explains it."""
    return b"\0" not in head or head[:2] in {b"\xff\xfe", b"\xfe\xff"}


def _archive(head: bytes) -> Kind:
    """A zip, and what its first member gives away (PyTorch, NumPy and Keras write zips)."""
    if b"/data.pkl" in head[:300] or b"/byteorder" in head[:300] or b"/version" in head[:300]:
        return Kind("PyTorch checkpoint", Purpose.WEIGHTS)
    if b".npy" in head[:300]:
        return Kind("NumPy array", Purpose.DATA)
    if b"config.json" in head[:300] or b"metadata.json" in head[:300]:
        return Kind("Keras model", Purpose.WEIGHTS)
    return Kind("zip archive")
