"""Hubs of models and data sets."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier

HUBS = (
    Format(
        id="hugging-face-token",
        provider="Hugging Face",
        what="access token",
        keywords=("hf_",),
        pattern=r"hf_[A-Za-z]{34}",
        samples=("hf_{letters:34}", 'login(token="«hf_{letters:34}»")'),
        negatives=("hf_{alnum:20}", "_call_hf_{letters:34}", "hf_oauth_scopes"),
        source="https://huggingface.co/docs/hub/security-tokens",
        revoke="https://huggingface.co/settings/tokens",
        variable="HF_TOKEN",
        shown=3,
    ),
    Format(
        id="kaggle-key",
        provider="Kaggle",
        what="API key",
        keywords=("kaggle",),
        pattern=r"[0-9a-f]{32}",
        samples=("KAGGLE_KEY={hex:32}",),
        negatives=("kaggle {hex:31}",),
        source="https://github.com/Kaggle/kaggle-api/blob/main/docs/README.md",
        revoke="https://www.kaggle.com/settings",
        variable="KAGGLE_KEY",
        tier=Tier.NAMED,
    ),
)
