"""What teams plan, write and tell their customers with."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier

OFFICES = (
    Format(
        id="microsoft-teams-webhook",
        provider="Microsoft Teams",
        what="incoming webhook",
        keywords=(
            "webhook.office.com/webhook",
            "outlook.office.com/webhook",
        ),
        pattern=r"(?:webhook|outlook)\.office\.com/webhook(?:b2)?/[0-9a-z]{8}-(?:[0-9a-z]{4}-){3}[0-9a-z]{12}(?:@|%40|%2540)[0-9a-z]{8}-(?:[0-9a-z]{4}-){3}[0-9a-z]{12}/IncomingWebhook/[0-9a-z]{32}/[0-9a-z]{8}-(?:[0-9a-z]{4}-){3}[0-9a-z]{12}",
        samples=(
            "https://lab.«webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}»",
            "https://«outlook.office.com/webhook/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}»",
        ),
        negatives=("https://outlook.office.com/webhook/{uuid}",),
        source="https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
        revoke="https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
        variable="TEAMS_WEBHOOK_URL",
    ),
    Format(
        id="adobe-client-secret",
        provider="Adobe",
        what="client secret",
        keywords=(
            "p8e-",
            "p8-",
        ),
        pattern=r"p8e?-[A-Za-z0-9_-]{32}",
        samples=(
            "p8e-{alnum:32}",
            "ADOBE_CLIENT_SECRET=«p8e-{b64url:32}»",
        ),
        negatives=(
            "p8e-{alnum:16}",
            "map8e-{alnum:32}",
        ),
        source="https://developer.adobe.com/developer-console/docs/guides/authentication/",
        revoke="https://developer.adobe.com/console/projects",
        variable="ADOBE_CLIENT_SECRET",
        shown=2,
    ),
    Format(
        id="dropbox-token",
        provider="Dropbox",
        what="access token",
        keywords=("sl.",),
        pattern=r"sl\.(?:u\.)?(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{130,1500}={0,2}",
        samples=(
            "sl.{b64url:136}",
            "DROPBOX_TOKEN=«sl.u.{b64url:1200}»",
        ),
        negatives=(
            "sl.{b64url:60}",
            "ssl.{b64url:140}",
        ),
        source="https://developers.dropbox.com/oauth-guide",
        revoke="https://www.dropbox.com/developers/documentation/http/documentation#auth-token-revoke",
        variable="DROPBOX_ACCESS_TOKEN",
        shown=3,
    ),
    Format(
        id="contentful-token",
        provider="Contentful",
        what="personal access token",
        keywords=("cfpat-",),
        pattern=r"CFPAT-[A-Za-z0-9_-]{43}",
        samples=("CFPAT-{b64url:43}",),
        negatives=("CFPAT-{b64url:20}",),
        source="https://www.contentful.com/developers/docs/references/authentication/",
        revoke="https://www.contentful.com/developers/docs/references/authentication/",
        variable="CONTENTFUL_MANAGEMENT_TOKEN",
        shown=6,
    ),
    Format(
        id="mattermost-token",
        provider="Mattermost",
        what="access token",
        keywords=("mattermost",),
        pattern=r"[a-z0-9]{26}",
        samples=("MATTERMOST_TOKEN=«{lownum:26}»",),
        negatives=("MATTERMOST_TOKEN={lownum:20}",),
        source="https://developers.mattermost.com/integrate/reference/personal-access-token/",
        revoke="https://developers.mattermost.com/integrate/reference/personal-access-token/",
        variable="MATTERMOST_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="clickup-token",
        provider="ClickUp",
        what="personal API token",
        keywords=("pk_",),
        pattern=r"pk_[0-9]{5,10}_[A-Z0-9]{32}",
        samples=(
            "pk_{digits:8}_{upnum:32}",
            "CLICKUP_API_TOKEN=«pk_{digits:7}_{upnum:32}»",
        ),
        negatives=(
            "pk_{digits:8}",
            "mpk_{digits:8}_{upnum:32}",
        ),
        source="https://developer.clickup.com/docs/authentication",
        revoke="https://app.clickup.com/settings/apps",
        variable="CLICKUP_API_TOKEN",
        shown=3,
    ),
    Format(
        id="asana-token",
        provider="Asana",
        what="personal access token",
        keywords=("asana",),
        pattern=r"(?:[0-9]/[0-9]{16}(?:/[0-9]{16})?:[0-9a-f]{32}|[0-9a-z]{32})",
        samples=(
            "ASANA_ACCESS_TOKEN=«2/{digits:16}/{digits:16}:{hex:32}»",
            'asana_client_secret = "«{hex:32}»"',
        ),
        negatives=("ASANA_ACCESS_TOKEN={hex:20}",),
        source="https://developers.asana.com/docs/personal-access-token",
        revoke="https://app.asana.com/0/my-apps",
        variable="ASANA_ACCESS_TOKEN",
        tier=Tier.NAMED,
    ),
)
