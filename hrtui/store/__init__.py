"""Looking after the store: checks, backups, migrations."""
