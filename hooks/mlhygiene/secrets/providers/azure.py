"""Microsoft Azure."""

from __future__ import annotations

from mlhygiene.secrets import checks
from mlhygiene.secrets.format import Format, Tier

# Microsoft's own description of the keys that it marks.
MODELS = (
    "https://github.com/microsoft/security-utilities/blob/main/"
    "GeneratedRegexPatterns/PreciselyClassifiedSecurityKeys.json"
)

AZURE = (
    Format(
        id="azure-marked-storage-key",
        provider="Azure",
        what="key of a storage account, of Cosmos DB, of Batch or of Azure ML",
        keywords=("+ast", "acdb", "+aba", "/am7", "+amc"),
        # Four letters that name the service stand before a checksum; so in the next two.
        pattern=r"[A-Za-z0-9+/]{76}(?:\+ASt|ACDb|\+ABa|/AM7|\+AMC)[A-Za-z0-9+/]{5}[AQgw]==",
        samples=("{alnum:76}+ASt{alnum:5}g==", 'account_key="«{b64:74}aB/AM7{b64:4}aQ==»"'),
        negatives=("{alnum:60}+ASt{alnum:5}g==", "{alnum:76}+AST{alnum:5}g=="),
        source=MODELS,
        revoke="https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage",
        variable="AZURE_STORAGE_KEY",
        lead=76,
        check=checks.azure_key,
    ),
    Format(
        id="azure-marked-bus-key",
        provider="Azure",
        what="key of a bus, of a hub or of a cache",
        keywords=("+asb", "+aeh", "+arm", "aiot", "azca"),
        pattern=r"[A-Za-z0-9+/]{33}(?:\+ASb|\+AEh|\+ARm|AIoT|AzCa)[A-P][A-Za-z0-9+/]{5}=",
        samples=("{alnum:33}+ASbC{alnum:5}=", 'redis_key="«{alnum:33}AzCaB{alnum:5}=»"'),
        negatives=("{alnum:20}+ASbC{alnum:5}=", "{alnum:33}+ASbZ{alnum:5}="),
        source=MODELS,
        revoke="https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas",
        lead=33,
    ),
    Format(
        id="azure-marked-registry-key",
        provider="Azure",
        what="key of a container registry or of AI Search",
        keywords=("+acr", "azse"),
        pattern=r"[A-Za-z0-9+/]{42}(?:\+ACR|AzSe)[A-D][A-Za-z0-9+/]{5}",
        samples=("{alnum:42}+ACRB{alnum:5}", 'AZURE_SEARCH_KEY="«{alnum:42}AzSeC{alnum:5}»"'),
        negatives=("{alnum:30}+ACRB{alnum:5}", "{alnum:42}+ACRZ{alnum:5}"),
        source=MODELS,
        revoke="https://learn.microsoft.com/en-us/azure/container-registry/container-registry-authentication",
        variable="AZURE_SEARCH_KEY",
        lead=42,
    ),
    Format(
        id="azure-account-key",
        provider="Azure",
        what="key of a storage account",
        keywords=("accountkey=",),
        pattern=r"[Aa]ccount[Kk]ey=(?P<secret>[A-Za-z0-9+/]{86}==)",
        samples=(
            "DefaultEndpointsProtocol=https;AccountName=lab;AccountKey=«{bytes:64}»;EndpointSuffix=core.windows.net",
        ),
        negatives=("AccountKey={b64:40}==", "AccountKey=<key>"),
        source="https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
        revoke="https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage",
        variable="AZURE_STORAGE_CONNECTION_STRING",
        check=checks.azure_key,
    ),
    Format(
        id="azure-storage-key",
        provider="Azure",
        what="key of a storage account",
        keywords=(
            "azure_storage",
            "account_key",
            "storage_key",
            "storage_account_key",
            "azure_blob",
            "storageaccountkey",
            "azurestorage",
            "accountkey",
            "storagekey",
        ),
        pattern=r"[A-Za-z0-9+/]{86}==",
        samples=('AZURE_STORAGE_KEY="«{bytes:64}»"', 'BlobServiceClient(account_key="«{bytes:64}»")'),
        negatives=('AZURE_STORAGE_KEY="{b64:40}"',),
        source="https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage",
        revoke="https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage",
        variable="AZURE_STORAGE_KEY",
        tier=Tier.NAMED,
        check=checks.azure_key,
    ),
    Format(
        id="azure-shared-access-key",
        provider="Azure",
        what="shared access key",
        keywords=("sharedaccesskey=",),
        pattern=r"[Ss]hared[Aa]ccess[Kk]ey=(?P<secret>[A-Za-z0-9+/]{40,88}={0,2})",
        samples=("Endpoint=sb://lab.servicebus.windows.net/;SharedAccessKeyName=all;SharedAccessKey=«{bytes:32}»",),
        negatives=("SharedAccessKey={b64:20}=",),
        source="https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas",
        revoke="https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas",
        variable="SERVICEBUS_CONNECTION_STRING",
    ),
    Format(
        id="azure-sas",
        provider="Azure",
        what="shared access signature",
        keywords=("sig=",),
        # Base 64 of 32 bytes, mostly as a URL has it.
        pattern=r"sig=(?P<secret>(?:[A-Za-z0-9+/]|%2[BbFf]){41,48}(?:%3[Dd]|=))",
        samples=(
            "https://lab.blob.core.windows.net/data/train.csv?sv=2024-11-04&se=2030-01-01&sr=b&sp=r&sig=«{alnum:43}%3D»",
            "?sv=2024-11-04&sig=«{alnum:20}%2B{alnum:10}%2f{alnum:11}%3D»&se=2030-01-01",
        ),
        negatives=("?sv=2024-11-04&sig={alnum:30}%3D", "?signature={alnum:43}%3D"),
        source="https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas",
        revoke="https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview",
        variable="AZURE_STORAGE_SAS_TOKEN",
    ),
    Format(
        id="azure-client-secret",
        provider="Azure",
        what="client secret of an app registration",
        keywords=tuple(f"{digit}q~" for digit in range(10)),
        pattern=r"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
        samples=("{alnum:3}8Q~{alnum:34}", 'AZURE_CLIENT_SECRET="«{alnum:3}7Q~{b64url:31}»"'),
        negatives=("{alnum:3}8Q~{alnum:20}", "{alnum:3}8q~{alnum:34}"),
        source=MODELS,
        revoke="https://learn.microsoft.com/en-us/entra/identity-platform/how-to-add-credentials",
        variable="AZURE_CLIENT_SECRET",
        lead=3,
    ),
    Format(
        id="azure-key",
        provider="Azure",
        what="key of a service",
        keywords=("jqqj99", "jqqj9d", "jqqj9h"),
        # The four letters before the checksum name the service; Azure DevOps has a format of its own.
        pattern=r"[A-Za-z0-9]{52}JQQJ9[9DH](?![A-Za-z0-9]{18}AZDO)[A-Za-z0-9]{26}(?:[A-Za-z0-9]{2}==)?",
        samples=("{alnum:52}JQQJ99{alnum:26}", 'AZURE_OPENAI_API_KEY="«{alnum:52}JQQJ99{alnum:26}»"'),
        negatives=("{alnum:40}JQQJ99{alnum:26}", "{b64:52}/JQQJ99{alnum:30}"),
        source=MODELS,
        revoke="https://learn.microsoft.com/en-us/azure/ai-services/rotate-keys",
        variable="AZURE_OPENAI_API_KEY",
        lead=52,
    ),
)
