"""Stores of vectors."""

from __future__ import annotations

from mlhygiene.secrets import checks
from mlhygiene.secrets.format import Format, Tier
from mlhygiene.secrets.providers.parts import JWT, UUID

VECTORS = (
    Format(
        id="pinecone-key",
        provider="Pinecone",
        what="API key",
        keywords=("pcsk_",),
        pattern=r"pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}",
        samples=("pcsk_{alnum:6}_{alnum:63}", 'Pinecone(api_key="«pcsk_{alnum:5}_{alnum:63}»")'),
        negatives=("pcsk_{alnum:20}", "pcsk_..."),
        source="https://docs.pinecone.io/guides/projects/manage-api-keys",
        revoke="https://app.pinecone.io/organizations/-/keys",
        variable="PINECONE_API_KEY",
        shown=5,
    ),
    Format(
        id="pinecone-legacy-key",
        provider="Pinecone",
        what="legacy API key",
        keywords=("pinecone",),
        pattern=UUID,
        samples=('PINECONE_API_KEY = "«{uuid}»"', 'pinecone.init(api_key="«{uuid}»")'),
        negatives=('PINECONE_API_KEY = "{hex:32}"',),
        source="https://docs.pinecone.io/guides/projects/manage-api-keys",
        revoke="https://app.pinecone.io/organizations/-/keys",
        variable="PINECONE_API_KEY",
        tier=Tier.NAMED,
        check=checks.uuid,
    ),
    Format(
        id="weaviate-key",
        provider="Weaviate",
        what="API key",
        keywords=("weaviate", "wcd_api_key", "wcs_api_key"),
        pattern=r"[A-Za-z0-9+/]{36,120}={0,2}",
        samples=('WEAVIATE_API_KEY = "«{weaviate}»"', 'weaviate.auth.AuthApiKey("«{alnum:36}»")'),
        negatives=('WEAVIATE_API_KEY = "{alnum:20}"',),
        source="https://docs.weaviate.io/cloud/manage-clusters/authentication",
        revoke="https://console.weaviate.cloud",
        variable="WEAVIATE_API_KEY",
        tier=Tier.NAMED,
        check=checks.weaviate,
    ),
    Format(
        id="qdrant-key",
        provider="Qdrant",
        what="API key",
        keywords=("qdrant",),
        pattern=rf"(?:{JWT}|(?:{UUID}\|)?[A-Za-z0-9_-]{{40,100}})",
        samples=('QDRANT_API_KEY = "«{alnum:54}»"', 'QDRANT_API_KEY="«{jwt}»"', "QDRANT_API_KEY=«{uuid}|{b64url:54}»"),
        negatives=('QDRANT_API_KEY = "{alnum:20}"',),
        source="https://qdrant.tech/documentation/cloud/authentication/",
        revoke="https://cloud.qdrant.io",
        variable="QDRANT_API_KEY",
        tier=Tier.NAMED,
    ),
    Format(
        id="zilliz-key",
        provider="Zilliz",
        what="API key",
        keywords=("zilliz", "milvus"),
        pattern=r"[0-9a-f]{72}",
        samples=('ZILLIZ_API_KEY = "«{hex:72}»"', 'MILVUS_TOKEN="«{hex:72}»"'),
        negatives=('ZILLIZ_API_KEY = "{hex:64}"',),
        source="https://docs.zilliz.com/docs/manage-api-keys",
        revoke="https://cloud.zilliz.com",
        variable="ZILLIZ_API_KEY",
        tier=Tier.NAMED,
    ),
)
