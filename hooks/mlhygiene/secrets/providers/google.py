"""Google Cloud, Google AI Studio and Google sign-in."""

from __future__ import annotations

from mlhygiene.secrets.format import Format

GOOGLE = (
    Format(
        id="google-api-key",
        provider="Google",
        what="API key",
        keywords=("aiza",),
        pattern=r"AIza[A-Za-z0-9_-]{35}",
        samples=("AIza{b64url:35}", 'GOOGLE_API_KEY="«AIza{b64url:35}»"'),
        negatives=("AIza{b64url:30}", "xAIza{b64url:35}"),
        source="https://cloud.google.com/docs/authentication/api-keys",
        revoke="https://console.cloud.google.com/apis/credentials",
        variable="GOOGLE_API_KEY",
        shown=4,
    ),
    Format(
        id="gemini-key",
        provider="Google",
        what="authorization key for Gemini",
        keywords=("aq.ab8",),
        pattern=r"AQ\.Ab8[A-Za-z0-9_-]{40,60}",
        samples=("AQ.Ab8RN6{b64url:44}", 'GEMINI_API_KEY="«AQ.Ab8RN6{b64url:44}»"'),
        negatives=("AQ.Ab8{b64url:20}",),
        source="https://ai.google.dev/gemini-api/docs/api-key",
        revoke="https://aistudio.google.com/api-keys",
        variable="GEMINI_API_KEY",
        shown=6,
    ),
    Format(
        id="google-oauth-client-secret",
        provider="Google",
        what="OAuth client secret",
        keywords=("gocspx-",),
        pattern=r"GOCSPX-[A-Za-z0-9_-]{28}",
        samples=("GOCSPX-{b64url:28}", '"client_secret":"«GOCSPX-{b64url:28}»"'),
        negatives=("GOCSPX-{b64url:20}",),
        source="https://developers.google.com/identity/protocols/oauth2",
        revoke="https://console.cloud.google.com/auth/clients",
        variable="GOOGLE_CLIENT_SECRET",
        shown=7,
    ),
    Format(
        id="google-access-token",
        provider="Google",
        what="OAuth access token",
        keywords=("ya29.",),
        pattern=r"ya29\.[A-Za-z0-9_-]{60,1000}",
        samples=("ya29.{b64url:160}", '"access_token": "«ya29.{b64url:200}»"'),
        negatives=("ya29.{b64url:20}",),
        source="https://developers.google.com/identity/protocols/oauth2",
        revoke="https://myaccount.google.com/connections",
        variable="GOOGLE_OAUTH_ACCESS_TOKEN",
        shown=5,
    ),
    Format(
        id="google-refresh-token",
        provider="Google",
        what="OAuth refresh token",
        keywords=("1//0",),
        # Not after what makes base 64 of it.
        pattern=r"(?<![A-Za-z0-9+/]{3}[+/])1//0[A-Za-z0-9_-]{80,200}",
        samples=("1//0{b64url:99}", '"refresh_token": "«1//0{b64url:99}»"'),
        negatives=("1//0{b64url:20}", "http://10.0.0.1//0{digits:8}", "{b64:30}+1//0{alnum:99}"),
        source="https://developers.google.com/identity/protocols/oauth2",
        revoke="https://myaccount.google.com/connections",
        variable="GOOGLE_REFRESH_TOKEN",
        shown=4,
    ),
)
