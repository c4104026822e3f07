"""A test of the pages that cannot run is skipped on a desk, and fails where nothing may be."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def required() -> Callable[[str], None]:
    """Say that something is missing: a failure in continuous integration, else a skip."""

    def missing(what: str) -> None:
        if os.environ.get("CI"):
            pytest.fail(what)
        pytest.skip(what)

    return missing
