"""MLH301."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene import advice
from mlhygiene.notebook.options import (
    CHARACTERS,
    FLAG,
    WORDS,
    parse_flag,
    parse_keys,
    parse_max_size,
    parse_preset,
    parse_types,
    parse_words,
)
from mlhygiene.notebook.volatile import DEFAULT, PRESETS
from mlhygiene.notebook_rule import JUPYTER, ZEPPELIN, NotebookRule, read_once
from mlhygiene.rule import option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.notebook.stripping import Stripper
    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class NotebookOutput(NotebookRule):
    """Notebook with outputs, execution counts or volatile metadata.

    Outputs make every run a diff that nobody reads and every merge a conflict;
    they carry pictures by the megabyte, and now and then a token or the name of
    a patient. Code, prose, tags, ids and whatever else makes the notebook
    reproducible are not touched.

    Run `mlhygiene strip` and stage the notebook, or have the hook `notebooks`
    do it at every commit. A cell whose output is wanted says so itself: the tag
    or metadata `keep_output`; a whole notebook by metadata of the same name.
    """

    code = "MLH301"
    name = "notebook-output"
    extensions = (JUPYTER, ZEPPELIN)

    metadata: str = option(
        DEFAULT,
        "Volatile metadata that goes: `minimal` is nbstripout's list, `strict` keeps only what is known to matter.",
        parse_preset,
        {"enum": list(PRESETS)},
    )
    extra_keys: tuple[str, ...] = option(
        [], "Further keys that go: `metadata.KEY` or `cell.metadata.KEY`.", parse_keys, WORDS
    )
    keep_metadata_keys: tuple[str, ...] = option([], "Keys that stay, spelled alike.", parse_keys, WORDS)
    keep_output: bool = option(False, "Whether outputs stay.", parse_flag, FLAG)
    keep_count: bool = option(False, "Whether execution counts stay.", parse_flag, FLAG)
    max_size: int = option(0, "Outputs of at most so many characters stay.", parse_max_size, CHARACTERS)
    keep_output_type: tuple[str, ...] = option(
        [], "Types of outputs that stay: `error`, `stream`, or `stream:stderr` by name.", parse_types, WORDS
    )
    drop_output_type: tuple[str, ...] = option(
        [], "Types of outputs that go even where outputs stay.", parse_types, WORDS
    )
    drop_empty_cells: bool = option(False, "Whether cells without any code or text go.", parse_flag, FLAG)
    drop_tagged_cells: tuple[str, ...] = option([], "Tags of cells that go as a whole.", parse_words, WORDS)
    strip_init_cells: bool = option(False, "Whether outputs of `init_cell` cells go, too.", parse_flag, FLAG)

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not self.reads(blob):
            return
        # With the parser of JSON, which a hook that meets no notebook does without.
        from mlhygiene.notebook.broken import Broken
        from mlhygiene.notebook.reading import DEEP
        from mlhygiene.notebook.telling import told

        notebook = read_once(blob).notebook
        if notebook is None:
            return  # MLH302 says why
        try:
            if not self.stripper.changes(notebook.document):
                return
            stripped = self.stripper.strip(notebook.content)
        except Broken as broken:
            if broken.why == DEEP:  # just readable, and too deep for what we do with it
                yield self.found(blob, broken.told)
            return  # otherwise the same
        if stripped.changes:
            yield self.found(
                blob,
                told(stripped.changes),
                fix=advice.strip_notebook(blob.path),
                size=blob.size,
                stripped_size=len(stripped.content),
            )

    @cached_property
    def stripper(self) -> Stripper:
        """Strips as these options say."""
        from mlhygiene.notebook.policy import Policy  # as above
        from mlhygiene.notebook.stripping import Stripper

        return Stripper(
            Policy(
                keep_output=self.keep_output,
                keep_count=self.keep_count,
                extra_keys=self.extra_keys,
                keep_metadata_keys=self.keep_metadata_keys,
                metadata=self.metadata,
                drop_empty_cells=self.drop_empty_cells,
                drop_tagged_cells=self.drop_tagged_cells,
                strip_init_cells=self.strip_init_cells,
                drop_output_type=self.drop_output_type,
                keep_output_type=self.keep_output_type,
                max_size=self.max_size,
            )
        )
