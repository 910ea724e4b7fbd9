"""What decides about a message: git's config, and what git tells its hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.messages.stored import Cleanup, Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

COMMENT_CHAR, COMMENT_STRING = "core.commentchar", "core.commentstring"
# The git that knows core.commentString.
STRINGS = (2, 45)
FALSE = {"false", "no", "off", "0", ""}


def facts(
    settings: Mapping[str, str],
    environment: Mapping[str, str],
    version: Callable[[], tuple[int, ...]],
    *,
    template: bytes = b"",
    merging: bool = False,
) -> Facts:
    """The facts, as far as anybody outside git can know them.

    `settings` are in git's order, where the later of two counts. `--cleanup` on the command
    line shows nowhere: then what is documented as the default is taken. `merging` is true of
    `git merge` itself, which knows neither `-v` nor a `template`.
    """
    # git(1) says so to its hooks where no editor is open: githooks(5).
    edited = environment.get("GIT_EDITOR") != ":"
    return Facts(
        cleanup=_cleanup(settings.get("commit.cleanup", ""), edited=edited),
        comment=_comment(settings, version),
        edited=edited,
        verbose=not merging and settings.get("commit.verbose", "false").lower() not in FALSE,
        encoding=settings.get("i18n.commitencoding", "utf-8"),
        template=template if edited and not merging else b"",
    )


def _cleanup(value: str, *, edited: bool) -> Cleanup:
    """git-commit(1): by default, comments go where an editor showed them; without one, there are no scissors."""
    mode = Cleanup(value) if value in list(Cleanup) else Cleanup.STRIP if edited else Cleanup.WHITESPACE
    return Cleanup.WHITESPACE if mode is Cleanup.SCISSORS and not edited else mode


def _comment(settings: Mapping[str, str], version: Callable[[], tuple[int, ...]]) -> bytes | None:
    """The two keys are one to git 2.45 and newer: the later one counts. An older git knows the first alone."""
    known = [key for key in settings if key in {COMMENT_CHAR, COMMENT_STRING}]
    if COMMENT_STRING in known and version() < STRINGS:
        known.remove(COMMENT_STRING)
    value = settings[known[-1]] if known else "#"
    return None if value.lower() == "auto" else value.encode("utf-8", "surrogateescape")
