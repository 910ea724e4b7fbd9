"""What runs code for others: agents and crawlers."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier

AUTOMATA = (
    Format(
        id="cursor-key",
        provider="Cursor",
        what="API key",
        keywords=(
            "cursor",
            "key_",
        ),
        pattern=r"key_[0-9a-f]{64}",
        samples=("CURSOR_API_KEY=«key_{hex:64}»",),
        negatives=("CURSOR_API_KEY=key_{hex:32}",),
        source="https://cursor.com/docs/cli/reference/authentication",
        revoke="https://cursor.com/dashboard",
        variable="CURSOR_API_KEY",
        shown=4,
        tier=Tier.NAMED,
    ),
    Format(
        id="apify-token",
        provider="Apify",
        what="API token",
        keywords=("apify_api_",),
        pattern=r"apify_api_[A-Za-z0-9]{34,40}",
        samples=(
            "apify_api_{alnum:36}",
            "APIFY_TOKEN=«apify_api_{alnum:36}»",
        ),
        negatives=(
            "apify_api_{alnum:16}",
            "my_apify_api_{alnum:36}",
        ),
        source="https://docs.apify.com/platform/integrations/api",
        revoke="https://console.apify.com/settings/integrations",
        variable="APIFY_TOKEN",
        shown=10,
    ),
    Format(
        id="render-key",
        provider="Render",
        what="API key",
        keywords=("rnd_",),
        pattern=r"rnd_(?=[A-Za-z]{0,31}[0-9])(?=[a-z0-9]{0,31}[A-Z])[A-Za-z0-9]{28,36}",
        samples=(
            "rnd_{alnum:32}",
            "RENDER_API_KEY=«rnd_{alnum:28}»",
        ),
        negatives=(
            "rnd_{lower:32}",
            "brnd_{alnum:32}",
            "rnd_{alnum:12}",
        ),
        source="https://render.com/docs/api",
        revoke="https://dashboard.render.com/u/settings#api-keys",
        variable="RENDER_API_KEY",
        shown=4,
    ),
)
