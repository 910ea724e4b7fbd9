"""What checks code, and looks at its tests."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier
from mlhygiene.secrets.providers.parts import UUID

CHECKERS = (
    Format(
        id="sonar-token",
        provider="SonarQube",
        what="token",
        keywords=(
            "squ_",
            "sqp_",
            "sqa_",
        ),
        pattern=r"sq[upa]_[0-9a-f]{40}",
        samples=(
            "squ_{hex:40}",
            "SONAR_TOKEN=«sqp_{hex:40}»",
        ),
        negatives=(
            "squ_{hex:20}",
            "msqp_{hex:40}",
        ),
        source="https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
        revoke="https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
        variable="SONAR_TOKEN",
        shown=4,
    ),
    Format(
        id="sonar-legacy-token",
        provider="SonarQube",
        what="legacy token",
        keywords=(
            "sonar_token",
            "sonar.login",
            "sonar.token",
            "sonartoken",
            "sonar_login",
            "sonarqube",
        ),
        pattern=r"[0-9a-f]{40}",
        samples=(
            "SONAR_TOKEN=«{hex:40}»",
            "sonar.login=«{hex:40}»",
        ),
        negatives=("SONAR_TOKEN={hex:32}",),
        source="https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
        revoke="https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/",
        variable="SONAR_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="sourcegraph-token",
        provider="Sourcegraph",
        what="access token",
        keywords=(
            "sgp_",
            "slk_",
            "sgd_",
        ),
        pattern=r"(?:sgp_(?:[0-9a-fA-F]{16}_|local_)?[0-9a-fA-F]{40}|slk_[0-9a-f]{64}|sgd_[0-9a-f]{64})",
        samples=(
            "sgp_{hex:16}_{hex:40}",
            "SRC_ACCESS_TOKEN=«sgp_{hex:40}»",
            "slk_{hex:64}",
        ),
        negatives=(
            "sgp_{hex:20}",
            "sgp_{lower:40}",
        ),
        source="https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
        revoke="https://sourcegraph.com/docs/cli/how-tos/revoking_an_access_token",
        variable="SRC_ACCESS_TOKEN",
        shown=2,
    ),
    Format(
        id="snyk-token",
        provider="Snyk",
        what="API token",
        keywords=("snyk",),
        pattern=rf"{UUID}",
        samples=(
            "SNYK_TOKEN=«{uuid}»",
            "snyk auth «{uuid}»",
        ),
        negatives=("SNYK_TOKEN={hex:32}",),
        source="https://docs.snyk.io/snyk-api/authentication-for-api",
        revoke="https://app.snyk.io/account",
        variable="SNYK_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="codecov-token",
        provider="Codecov",
        what="upload token",
        keywords=("codecov",),
        pattern=rf"{UUID}",
        samples=(
            "CODECOV_TOKEN=«{uuid}»",
            "codecov --token «{uuid}»",
        ),
        negatives=("CODECOV_TOKEN={hex:32}",),
        source="https://docs.codecov.com/docs/codecov-tokens",
        revoke="https://docs.codecov.com/docs/codecov-tokens",
        variable="CODECOV_TOKEN",
        tier=Tier.NAMED,
    ),
)
