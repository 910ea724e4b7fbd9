"""The files that hold secrets, by name: one row a kind of file.

A pattern is a name (`.netrc`), an extension (`*.ppk`), a name with the folders that it lies
in (`.aws/credentials`), or a name with `*` in it. Case never counts. The names are those
that the programs' own documentation gives.
"""

from __future__ import annotations

from mlhygiene.secrets.files.sign import Judge, Sign

MACHINE_LEARNING = (
    Sign("Kaggle credentials", "kaggle.json .kaggle/access_token", Judge.SETTINGS),
    Sign("Hugging Face token", ".cache/huggingface/token .cache/huggingface/stored_tokens .huggingface/token"),
    Sign("Hugging Face token", "huggingface/token", Judge.TOKEN),
    Sign("Hugging Face tokens", "huggingface/stored_tokens", Judge.VALUES),
    Sign("W&B settings with an API key", "wandb/settings .wandb/settings", Judge.VALUES),
    Sign("ClearML settings with credentials", "clearml.conf .clearml.conf trains.conf", Judge.VALUES),
    Sign("Comet settings with an API key", ".comet.config comet.config", Judge.VALUES),
    Sign("Modal tokens", ".modal.toml modal.toml", Judge.SETTINGS),
    Sign("Databricks credentials", ".databrickscfg .databricks/token-cache.json", Judge.SETTINGS),
    Sign("Streamlit secrets", ".streamlit/secrets.toml", Judge.SETTINGS),
    Sign("MLflow credentials", ".mlflow/credentials", Judge.SETTINGS),
    Sign("Lightning credentials", ".lightning/credentials.json", Judge.SETTINGS),
    Sign("ModelScope credentials", ".modelscope/credentials/session .modelscope/credentials/git_token"),
    Sign("Roboflow settings with API keys", ".config/roboflow/config.json", Judge.VALUES),
    Sign("private settings of DVC", ".dvc/config.local", Judge.SETTINGS),
    Sign("Google Drive credentials of DVC", "gdrive-user-credentials.json .dvc/tmp/gdrive-*.json", Judge.SETTINGS),
    Sign(
        "Jupyter settings with a password or token",
        "jupyter_notebook_config.json jupyter_server_config.json jupyter_lab_config.json jupyter_config.json",
        Judge.VALUES,
    ),
    Sign("cookie secret of Jupyter", "jupyter_cookie_secret notebook_cookie_secret jupyterhub_cookie_secret"),
    Sign("Snowflake credentials", ".snowsql/config .snowflake/connections.toml .snowflake/config.toml", Judge.VALUES),
    Sign("dbt profiles with credentials", ".dbt/profiles.yml", Judge.VALUES),
    Sign(
        "token on its own",
        "hf_token .hf_token *hf_token*.txt token.txt *_token.txt *api_key*.txt *apikey*.txt *api-key*.txt .api_key"
        " api_key .openai_api_key .wandb_api_key access_token access_token.txt *_api_key *_access_token",
        Judge.TOKEN,
    ),
)

CLOUDS = (
    Sign("AWS credentials", ".aws/credentials", Judge.SETTINGS),
    Sign("AWS settings with credentials", ".aws/config", Judge.VALUES),
    Sign("AWS access keys", "*accesskeys*.csv rootkey.csv credentials.csv", Judge.MARK, rb"(?i)secret ?access ?key"),
    Sign("Boto credentials", ".boto boto.cfg", Judge.VALUES),
    Sign("s3cmd credentials", ".s3cfg s3cfg", Judge.SETTINGS),
    Sign("s3fs credentials", ".passwd-s3fs passwd-s3fs"),
    Sign("rclone settings with credentials", "rclone.conf .rclone.conf", Judge.VALUES),
    Sign("OSS credentials", ".ossutilconfig", Judge.VALUES),
    Sign(
        "Google Cloud credentials",
        "application_default_credentials.json client_secret*.json *service-account*.json *service_account*.json"
        " *serviceaccount*.json *firebase-adminsdk*.json gcp-key.json gcp_key.json sa-key.json gcloud*.json"
        " gcp-credentials.json gcp_credentials.json google-credentials.json google_credentials.json keyfile.json",
        Judge.VALUES,
    ),
    Sign("Google Cloud credentials", "gcloud/credentials.db gcloud/access_tokens.db"),
    Sign("Google login", "token.pickle token.pkl credentials.pickle", Judge.MARK, rb"oauth2|refresh_token"),
    Sign("Azure tokens", ".azure/accesstokens.json .azure/msal_token_cache.json .azure/msal_token_cache.bin"),
    Sign("Azure publish settings", "*.publishsettings"),
    Sign("Azure Functions settings with secrets", "local.settings.json", Judge.VALUES),
    Sign(
        "kubeconfig with credentials",
        ".kube/config kubeconfig *.kubeconfig kubeconfig.yaml kubeconfig.yml admin.conf k3s.yaml",
        Judge.VALUES,
    ),
    Sign("Docker logins", ".dockercfg .docker/config.json .dockerconfigjson dockerconfig.json", Judge.VALUES),
    Sign("DigitalOcean credentials", ".tugboat doctl/config.yaml", Judge.VALUES),
    Sign("Heroku credentials", "heroku.json", Judge.VALUES),
    Sign("Pulumi credentials", ".pulumi/credentials.json", Judge.SETTINGS),
    Sign("Vercel credentials", "com.vercel.cli/auth.json .vercel/auth.json", Judge.VALUES),
    Sign(
        "Terraform state",
        "terraform.tfstate terraform.tfstate.* *.tfstate *.tfstate.backup",
        Judge.MARK,
        rb'"attributes(?:_flat)?"\s*:|"outputs"\s*:\s*\{\s*"',
    ),
    Sign("Terraform variables with a secret", "*.tfvars *.tfvars.json", Judge.VALUES, shared=True),
    Sign("Terraform credentials", ".terraformrc terraform.rc credentials.tfrc.json", Judge.VALUES),
    Sign("Vault token", ".vault-token"),
    Sign(
        "password of an Ansible vault", ".vault_pass* vault_pass* .vault-password* vault-password* .ansible_vault_pass*"
    ),
)

KEYS = (
    Sign(
        "SSH private key",
        "id_rsa id_dsa id_ecdsa id_ed25519 id_xmss id_ecdsa_sk id_ed25519_sk .ssh/identity",
    ),
    Sign(
        "SSH private key",
        "*_rsa *_dsa *_ecdsa *_ed25519 *_ecdsa_sk *_ed25519_sk *-rsa *-dsa *-ecdsa *-ed25519 .ssh/* ssh_host_*_key",
        Judge.KEY,
    ),
    Sign("PuTTY private key", "*.ppk"),
    Sign("PuTTY private key", "*.ppk", Judge.KEY),
    Sign("private key", "*.pem *.key *.asc *.cer *.crt *.cert *.der *.p8 *.pk8 *.priv *.gpg", Judge.KEY),
    Sign("token on its own", "*.key *.token", Judge.TOKEN),
    Sign("store of private keys", "*.p12 *.pfx *.pkcs12 *.jks *.jceks *.keystore *.bks", Judge.STORE),
    Sign(
        "password store",
        "*.kdb *.kdbx *.kwallet *.keychain *.keychain-db *.psafe3 *.1pif *.1pux",
    ),
    Sign("Kerberos keys", "*.keytab", Judge.STORE),
    Sign("secret keyring of GnuPG", "secring.gpg private-keys-v1.d/*.key", Judge.STORE),
    Sign("keys of a wallet", "wallet.dat utc--*", Judge.STORE),
    Sign(
        "VPN profile with keys",
        "*.ovpn wg0.conf wg1.conf .wgconf",
        Judge.MARK,
        rb"PRIVATE KEY-----|OpenVPN Static key|<auth-user-pass>|(?m:^\s*PrivateKey\s*=\s*[A-Za-z0-9+/]{42})",
    ),
    Sign("remote desktop profile with a password", "*.rdp", Judge.MARK, rb"(?i)password ?51:b:[0-9a-f]"),
    Sign("key of Rails credentials", "master.key config/credentials/*.key", Judge.TOKEN),
    Sign("dotenvx private keys", ".env.keys", Judge.SETTINGS),
    Sign("Erlang cookie", ".erlang.cookie"),
    Sign("X authority cookie", ".xauthority", Judge.STORE),
)

LOGINS = (
    Sign("environment file", ".env .env.* prod.env production.env secret.env secrets.env", Judge.SETTINGS),
    Sign("environment file with a secret", "*.env .env-* .env_* .envrc .flaskenv", Judge.VALUES),
    Sign("netrc file with logins", ".netrc _netrc"),
    Sign("PyPI credentials", ".pypirc", Judge.SETTINGS),
    Sign("git credentials", ".git-credentials .config/git/credentials"),
    Sign("PostgreSQL passwords", ".pgpass pgpass.conf"),
    Sign("PostgreSQL service with a password", ".pg_service.conf pg_service.conf", Judge.VALUES),
    Sign("MySQL login", ".my.cnf .mylogin.cnf", Judge.SETTINGS),
    Sign("password hashes", ".htpasswd .htdigest htpasswd proftpdpasswd etc/shadow etc/gshadow etc/master.passwd"),
    Sign("GitHub login", ".config/gh/hosts.yml .config/hub hub", Judge.MARK, rb"oauth_token:\s*[\"']?\w"),
    Sign("GitLab login", "glab-cli/config.yml", Judge.VALUES),
    Sign("cargo credentials", ".cargo/credentials .cargo/credentials.toml", Judge.VALUES),
    Sign("RubyGems credentials", ".gem/credentials", Judge.SETTINGS),
    Sign("file of credentials", "auth.json", Judge.VALUES),
    Sign("Maven credentials", ".m2/settings.xml settings-security.xml", Judge.VALUES),
    Sign("Sentry settings with a token", ".sentryclirc sentry.properties", Judge.VALUES, shared=True),
    Sign("npm settings with a token", ".npmrc .yarnrc .yarnrc.yml", Judge.VALUES, shared=True),
    Sign("pip settings with a login", "pip.conf pip.ini .pip/pip.conf .condarc", Judge.VALUES, shared=True),
    Sign("NuGet settings with a password", "nuget.config", Judge.VALUES, shared=True),
    Sign("mail login", ".esmtprc .msmtprc msmtprc .fetchmailrc .getmailrc .muttrc", Judge.VALUES),
    Sign("chat login", ".purple/accounts.xml .irssi/config", Judge.VALUES),
    Sign(
        "shell settings with a secret",
        ".bashrc .bash_profile .bash_aliases .profile .zshrc .zshenv .zprofile",
        Judge.VALUES,
        shared=True,
    ),
    Sign("cookies of a browser", "cookies.txt *cookies.txt", Judge.MARK, rb"(?m)^[^\t\n]+(?:\t[^\t\n]*){6}$"),
    Sign(
        "recovery codes",
        "*recovery-codes*.txt *recovery_codes*.txt *backup-codes*.txt *backup_codes*.txt",
        Judge.MARK,
        rb"(?m)(?:^[ \t*.\d)]{0,8}[0-9a-zA-Z]{3,10}(?:[- ][0-9a-zA-Z]{3,10}){0,4}[ \t]*\r?$\s){4}",
    ),
    Sign(
        "shell history",
        ".bash_history .zsh_history .sh_history .ksh_history .fish_history fish_history .histfile"
        " consolehost_history.txt",
    ),
    Sign(
        "history of an interpreter",
        ".python_history .psql_history .mysql_history .sqlite_history .node_repl_history .irb_history .irb-history"
        " .pry_history .rediscli_history .dbshell .mongo_history repl_history.jl profile_default/history.sqlite",
    ),
)

APPLICATIONS = (
    Sign(
        "file of secrets",
        "secrets.yml secrets.yaml secrets.json secrets.toml secrets.ini secrets.cfg secrets.xml secrets.properties"
        " .secrets.yml .secrets.yaml .secrets.json .secrets.toml .secrets .secret secret.yml secret.yaml secret.json"
        " secret.toml secrets.txt passwords.txt",
        Judge.ANY_VALUES,
    ),
    Sign(
        "file of secrets",
        "*-secrets.yaml *-secrets.yml *_secrets.yaml *_secrets.yml *-secret.yaml *-secret.yml *_secret.yaml"
        " *_secret.yml *-secrets.json *_secrets.json *-secrets.toml",
        Judge.VALUES,
    ),
    Sign(
        "file of credentials",
        "credentials .credentials credentials.json credentials.yml credentials.yaml credentials.toml credentials.ini"
        " credentials.cfg credentials.txt credentials.xml credentials.conf creds.json creds.yml creds.yaml creds.txt"
        " credential.json credential.yml token.json tokens.json client_secrets.json"
        " *-credentials.json *_credentials.json *_credentials.yml *_credentials.yaml *-credentials.yml",
        Judge.VALUES,
    ),
    Sign("Android signing settings", "keystore.properties key.properties signing.properties", Judge.VALUES),
    Sign("MongoDB settings with a password", "mongoid.yml", Judge.VALUES, shared=True),
    Sign(
        "logins of a database client",
        "robomongo.json robo3t.json .dbeaver/credentials-config.json",
        Judge.VALUES,
    ),
    Sign(
        "logins of a database client",
        "dbeaver-data-sources.xml datasources.local.xml",
        Judge.MARK,
        rb"(?i)\bpassword=[\"'][^\"']",
    ),
    Sign(
        "logins of an FTP client",
        "sftp-config.json .vscode/sftp.json .ftpconfig .sftpconfig.json"
        " .remote-sync.json deployment-config.json .idea/webservers.xml .idea/deployment.xml winscp.ini",
        Judge.VALUES,
    ),
    Sign(
        "logins of an FTP client",
        "filezilla.xml recentservers.xml sitemanager.xml",
        Judge.MARK,
        rb"<Pass(?:word)?\b[^>]*>[^<\s]",
    ),
    Sign("logins of Firefox", "logins.json", Judge.VALUES),
    Sign("logins of Firefox", "key3.db key4.db signons.sqlite", Judge.STORE),
    Sign(
        "WordPress settings with a password",
        "wp-config.php",
        Judge.MARK,
        rb"define\(\s*['\"](?:DB_PASSWORD|\w+_KEY|\w+_SALT)['\"]\s*,\s*['\"](?!password_here|put your)[^'\"]+['\"]",
        shared=True,
    ),
    Sign("server settings with passwords", "ventrilo_srv.ini", Judge.VALUES),
)

TABLE = (*MACHINE_LEARNING, *CLOUDS, *KEYS, *LOGINS, *APPLICATIONS)

# What a name says of itself, and a file is then no secret; other rules still read it.
EXCEPTED = frozenset(
    b"example examples sample samples template templates tmpl tpl dist default defaults schema dummy placeholder"
    b" skeleton public pub truststore cacerts j2 jinja jinja2 erb mustache hbs gotmpl".split()
)
# Android Studio makes it for everybody with the same password.
KNOWN = frozenset({b"debug.keystore"})
# Where names are those of texts for people, or of jobs.
PROSE = frozenset(b"locale locales i18n l10n lang langs translations .github".split())
# Sources and documents may be called what they are about; `.pub` is the public half; a `.dvc`
# file holds a hash; the rest is encrypted.
HARMLESS = frozenset(
    b"py pyi ipynb md mdx rst html js cjs mjs ts tsx jsx go rs rb java kt cs c cc cpp h hpp php swift scala png svg jpg"
    b" gif pub dvc d lock enc gpg age sops vault asc encrypted sealed".split()
)
