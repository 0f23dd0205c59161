from __future__ import annotations

from typing import Any

import pytest
import yaml

from hubdirectory.setup.steps import REPOSITORY


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """`docker-compose.yml`, its anchors and merges resolved."""
    return yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())


@pytest.fixture(scope="session")
def dockerfile(compose: dict[str, Any]) -> list[str]:
    """The instructions of the image, one a line."""
    text = (REPOSITORY / compose["services"]["secrets"]["build"]["dockerfile"]).read_text()
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    return [" ".join(line.split()) for line in lines]
