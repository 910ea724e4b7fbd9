"""What builds, tests and watches code."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier

PIPELINES = (
    Format(
        id="buildkite-token",
        provider="Buildkite",
        what="token",
        keywords=(
            "bkua_",
            "bkaa_",
            "bkct_",
        ),
        pattern=r"bk(?:ua_[0-9a-f]{40}|(?:aa|ct)_[A-Za-z0-9_.=-]{40,120})",
        samples=(
            "bkua_{hex:40}",
            "BUILDKITE_TOKEN=«bkua_{hex:40}»",
        ),
        negatives=("bkua_{hex:20}",),
        source="https://buildkite.com/docs/apis/managing-api-tokens",
        revoke="https://buildkite.com/user/api-access-tokens",
        variable="BUILDKITE_TOKEN",
        shown=2,
    ),
    Format(
        id="circleci-token",
        provider="CircleCI",
        what="token",
        keywords=(
            "ccipat_",
            "cciprj_",
        ),
        pattern=r"CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[0-9a-f]{40}",
        samples=(
            "CCIPAT_{alnum:22}_{hex:40}",
            "CIRCLE_TOKEN=«CCIPRJ_{alnum:22}_{hex:40}»",
        ),
        negatives=("CCIPAT_{alnum:22}",),
        source="https://circleci.com/docs/managing-api-tokens/",
        revoke="https://app.circleci.com/settings/user/tokens",
        variable="CIRCLE_TOKEN",
        shown=5,
    ),
    Format(
        id="circleci-legacy-token",
        provider="CircleCI",
        what="legacy token",
        keywords=(
            "circleci_token",
            "circle_token",
            "circle-token",
            "circleci_api",
        ),
        pattern=r"[0-9a-f]{40}",
        samples=(
            "CIRCLE_TOKEN=«{hex:40}»",
            "https://circleci.com/api/v1.1/me?circle-token=«{hex:40}»",
        ),
        negatives=("CIRCLE_TOKEN={hex:32}",),
        source="https://circleci.com/docs/managing-api-tokens/",
        revoke="https://app.circleci.com/settings/user/tokens",
        variable="CIRCLE_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="travis-token",
        provider="Travis CI",
        what="API token",
        keywords=("travis",),
        pattern=r"[A-Za-z0-9_-]{22}",
        samples=(
            "TRAVIS_TOKEN=«{alnum:22}»",
            "travis_api_token: «{alnum:22}»",
        ),
        negatives=("TRAVIS_TOKEN={alnum:16}",),
        source="https://docs.travis-ci.com/user/triggering-builds/",
        revoke="https://app.travis-ci.com/account/preferences",
        variable="TRAVIS_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="harness-token",
        provider="Harness",
        what="access token",
        keywords=(
            "pat.",
            "sat.",
        ),
        pattern=r"(?:pat|sat)\.[A-Za-z0-9_-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}",
        samples=(
            "pat.{alnum:22}.{hex:24}.{alnum:20}",
            "HARNESS_API_KEY=«sat.{alnum:22}.{hex:24}.{alnum:20}»",
        ),
        negatives=(
            "pat.{alnum:22}",
            "spat.{alnum:22}.{hex:24}.{alnum:20}",
        ),
        source="https://developer.harness.io/docs/platform/automation/api/api-permissions-reference/",
        revoke="https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
        variable="HARNESS_API_KEY",
    ),
    Format(
        id="octopus-key",
        provider="Octopus Deploy",
        what="API key",
        keywords=("api-",),
        pattern=r"API-[A-Z0-9]{26,32}",
        samples=(
            "API-{upnum:26}",
            "OCTOPUS_API_KEY=«API-{upnum:29}»",
        ),
        negatives=(
            "API-{upnum:16}",
            "MYAPI-{upnum:26}x",
        ),
        source="https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
        revoke="https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
        variable="OCTOPUS_API_KEY",
        shown=4,
    ),
    Format(
        id="nuget-key",
        provider="NuGet",
        what="API key",
        keywords=("oy2",),
        pattern=r"oy2[a-p][a-z2-7]{41}[aeimquy4]",
        samples=(
            "oy2a{base32low:41}a",
            "nuget push lab.nupkg «oy2p{base32low:41}4»",
        ),
        negatives=(
            "oy2{base32low:20}",
            "toy2a{base32low:41}a",
        ),
        source="https://learn.microsoft.com/en-us/nuget/nuget-org/scoped-api-keys",
        revoke="https://www.nuget.org/account/apikeys",
        variable="NUGET_API_KEY",
        shown=3,
    ),
    Format(
        id="clojars-token",
        provider="Clojars",
        what="deploy token",
        keywords=("clojars_",),
        pattern=r"CLOJARS_[0-9a-f]{60}",
        samples=(
            "CLOJARS_{hex:60}",
            "CLOJARS_PASSWORD=«CLOJARS_{hex:60}»",
        ),
        negatives=("CLOJARS_{hex:20}",),
        source="https://github.com/clojars/clojars-web/wiki/Deploy-Tokens",
        revoke="https://clojars.org/tokens",
        variable="CLOJARS_PASSWORD",
        shown=8,
    ),
)
