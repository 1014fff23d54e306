"""Peewee over cysqlite: as playhouse's class for it, without the extensions that hrtui does not use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cysqlite
from peewee import SqliteDatabase

driver: Any = cysqlite


class CurrentSqlite(SqliteDatabase):
    """A database over the SQLite that cysqlite brings along, which is newer than Python's own."""

    server_version = driver.sqlite_version_info
    _add_conn_hooks: Callable[[Any], None]
    _functions: dict[str, tuple[Callable[..., Any], int, bool]]
    _pragmas: list[tuple[str, Any]]
    _timeout: float

    def _connect(self) -> Any:
        connection = driver.Connection(self.database, timeout=self._timeout, extensions=True, **self.connect_params)
        try:
            self._add_conn_hooks(connection)
        except Exception:
            connection.close()
            raise
        return connection

    def _set_pragmas(self, connection: Any) -> None:
        for name, value in self._pragmas:
            connection.pragma(name, value)

    def _load_functions(self, connection: Any) -> None:
        for name, (function, arguments, deterministic) in self._functions.items():
            connection.create_function(function, name, arguments, deterministic)
