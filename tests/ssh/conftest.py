"""The server that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server import VARIANTS, TestServer, server


@pytest.fixture(scope="session")
def made() -> Iterator[TestServer]:
    """A server with two sshd: one for each kind of sftp."""
    with server() as running:
        yield running


@pytest.fixture(params=VARIANTS)
def served(made: TestServer, request: pytest.FixtureRequest) -> TestServer:
    """The server, by each of its two sshd."""
    made.variant = request.param
    return made


@pytest.fixture
def one(made: TestServer) -> TestServer:
    """The server, by its first sshd."""
    made.variant = VARIANTS[0]
    return made
