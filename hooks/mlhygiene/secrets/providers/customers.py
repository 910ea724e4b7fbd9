"""What teams reach their customers with."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier
from mlhygiene.secrets.providers.parts import UUID

CUSTOMERS = (
    Format(
        id="hubspot-token",
        provider="HubSpot",
        what="private app token",
        keywords=(
            "pat-na1-",
            "pat-eu1-",
            "pat-na2-",
            "pat-na3-",
            "pat-ap1-",
        ),
        pattern=rf"pat-(?:na|eu|ap)[0-9]-{UUID}",
        samples=(
            "pat-na1-{uuid}",
            "HUBSPOT_TOKEN=«pat-eu1-{uuid}»",
        ),
        negatives=("pat-na1-{hex:20}",),
        source="https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview",
        revoke="https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview",
        variable="HUBSPOT_ACCESS_TOKEN",
        shown=4,
    ),
    Format(
        id="hubspot-legacy-key",
        provider="HubSpot",
        what="legacy API key",
        keywords=(
            "hapikey",
            "hubspot_api_key",
            "hubspot_key",
            "hubspot_token",
            "hubspottoken",
            "hubspot_access_token",
        ),
        pattern=rf"{UUID}",
        samples=(
            "HUBSPOT_API_KEY=«{uuid}»",
            "https://api.hubapi.com/contacts?hapikey=«{uuid}»",
        ),
        negatives=("HUBSPOT_API_KEY={hex:20}",),
        source="https://developers.hubspot.com/changelog/upcoming-api-key-sunset",
        revoke="https://developers.hubspot.com/changelog/upcoming-api-key-sunset",
        variable="HUBSPOT_API_KEY",
        tier=Tier.NAMED,
    ),
    Format(
        id="facebook-token",
        provider="Facebook",
        what="access token",
        keywords=("eaa",),
        pattern=r"(?<![A-Za-z0-9+/]{3}[+/])EAA[A-Z](?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{100,400}",
        samples=(
            "EAAM{alnum:180}",
            'FB_TOKEN="«EAAC{alnum:160}ZDZD»"',
        ),
        negatives=(
            "EAAM{alnum:40}",
            "{b64:30}+EAAM{alnum:180}",
        ),
        source="https://developers.facebook.com/docs/facebook-login/guides/access-tokens",
        revoke="https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke",
        variable="FACEBOOK_ACCESS_TOKEN",
        shown=3,
    ),
    Format(
        id="typeform-token",
        provider="Typeform",
        what="personal access token",
        keywords=("tfp_",),
        pattern=r"tfp_[A-Za-z0-9_.=-]{39,61}[A-Za-z0-9_]",
        samples=(
            "tfp_{alnum:44}_{alnum:14}",
            "TYPEFORM_TOKEN=«tfp_{alnum:59}»",
        ),
        negatives=(
            "tfp_{alnum:20}",
            "my_tfp_{alnum:59}",
        ),
        source="https://www.typeform.com/developers/get-started/personal-access-token/",
        revoke="https://admin.typeform.com/user/tokens",
        variable="TYPEFORM_TOKEN",
        shown=4,
    ),
    Format(
        id="brevo-key",
        provider="Brevo",
        what="API key",
        keywords=(
            "xkeysib-",
            "xsmtpsib-",
        ),
        pattern=r"x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}",
        samples=(
            "xkeysib-{hex:64}-{alnum:16}",
            "BREVO_API_KEY=«xsmtpsib-{hex:64}-{alnum:16}»",
        ),
        negatives=("xkeysib-{hex:64}",),
        source="https://developers.brevo.com/docs/getting-started",
        revoke="https://app.brevo.com/settings/keys/api",
        variable="BREVO_API_KEY",
        shown=4,
    ),
    Format(
        id="salesforce-token",
        provider="Salesforce",
        what="access token",
        keywords=("00d",),
        pattern=r"00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9_.]{80,260}[A-Za-z0-9_]",
        samples=(
            "00D{alnum:12}!AQ{alnum:94}",
            "Authorization: Bearer «00D{alnum:15}!AQ{alnum:110}»",
        ),
        negatives=("00D{alnum:12}!{alnum:20}",),
        source="https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_tokens_scopes.htm",
        revoke="https://help.salesforce.com/s/articleView?id=sf.remoteaccess_revoke_token.htm",
        shown=3,
    ),
    Format(
        id="readme-key",
        provider="ReadMe",
        what="API key",
        keywords=("rdme_",),
        pattern=r"rdme_[a-z0-9]{70}",
        samples=(
            "rdme_{lownum:70}",
            "README_API_KEY=«rdme_{lownum:70}»",
        ),
        negatives=(
            "rdme_{lownum:20}",
            "serdme_{lownum:70}",
        ),
        source="https://docs.readme.com/main/reference/intro-authentication",
        revoke="https://dash.readme.com",
        variable="README_API_KEY",
        shown=5,
    ),
)
