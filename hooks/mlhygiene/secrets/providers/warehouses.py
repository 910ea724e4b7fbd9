"""Platforms and databases that data sets come from."""

from __future__ import annotations

from mlhygiene.secrets.format import Format, Tier
from mlhygiene.secrets.providers.parts import CHOSEN, JWT

WAREHOUSES = (
    Format(
        id="databricks-token",
        provider="Databricks",
        what="personal access token",
        keywords=("dapi",),
        pattern=r"dapi[0-9a-f]{32}(?:-[0-9]{1,2})?",
        samples=("dapi{hex:32}", "DATABRICKS_TOKEN=«dapi{hex:32}-2»"),
        negatives=("dapi{hex:20}", "fastdapi{hex:32}"),
        source="https://docs.databricks.com/aws/en/dev-tools/auth/pat",
        revoke="https://docs.databricks.com/aws/en/dev-tools/auth/pat",
        variable="DATABRICKS_TOKEN",
        shown=4,
    ),
    Format(
        id="databricks-oauth-secret",
        provider="Databricks",
        what="OAuth client secret",
        keywords=("dose",),
        pattern=r"dose[0-9a-f]{32}",
        samples=("dose{hex:32}", 'DATABRICKS_CLIENT_SECRET="«dose{hex:32}»"'),
        negatives=("dose{hex:20}", "overdose{hex:32}"),
        source="https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m",
        revoke="https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m",
        variable="DATABRICKS_CLIENT_SECRET",
        shown=4,
    ),
    Format(
        id="snowflake-token",
        provider="Snowflake",
        what="programmatic access token",
        keywords=("snowflake", "snowsql"),
        pattern=JWT,
        samples=("SNOWFLAKE_TOKEN=«{jwt}»",),
        negatives=("SNOWFLAKE_TOKEN={alnum:30}",),
        source="https://docs.snowflake.com/en/user-guide/programmatic-access-tokens",
        revoke="https://docs.snowflake.com/en/user-guide/programmatic-access-tokens",
        variable="SNOWFLAKE_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="snowflake-password",
        provider="Snowflake",
        what="password",
        keywords=("snowflake_password", "snowflake_pwd", "snowsql_pwd", "snowflake.password"),
        pattern=CHOSEN,
        samples=('SNOWFLAKE_PASSWORD = "«{alnum:16}»"', "SNOWSQL_PWD=«{alnum:12}»"),
        negatives=("SNOWFLAKE_PASSWORD={alnum:5}",),
        source="https://docs.snowflake.com/en/user-guide/snowsql-start",
        revoke="https://docs.snowflake.com/en/sql-reference/sql/alter-user",
        variable="SNOWFLAKE_PASSWORD",
        tier=Tier.NAMED,
    ),
)
