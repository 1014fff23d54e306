"""The base of every table: bound to the one database, STRICT on SQLite."""

from __future__ import annotations

from typing import Any

from peewee import DatabaseProxy, Model, SchemaManager

database = DatabaseProxy()


class PortableSchema(SchemaManager):
    """STRICT and WITHOUT ROWID are words of SQLite; Peewee would send them to PostgreSQL too."""

    def _create_table(self, safe: bool = True, **options: Any) -> Any:
        meta = self.model._meta
        keep = meta.strict_tables, meta.without_rowid
        sqlite = getattr(self.database, "dialect", "sqlite") == "sqlite"
        meta.strict_tables, meta.without_rowid = (True, meta.without_rowid) if sqlite else (False, False)
        try:
            create: Any = super()
            return create._create_table(safe, **options)
        finally:
            meta.strict_tables, meta.without_rowid = keep


class Row(Model):
    """A table row; never leaves this package."""

    class Meta:
        database = database
        schema_manager_class = PortableSchema
        legacy_table_names = False
        only_save_dirty = True
