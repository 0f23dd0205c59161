"""The styles, scripts and fonts that pages link to, built into `hubdirectory/static/built/`."""

from __future__ import annotations

from pathlib import Path

from hubdirectory.setup.node import NODE_MODULES, find_node, install_npm_packages
from hubdirectory.setup.steps import REPOSITORY, do_again, done_once, fingerprint_of, is_done, quietly

SOURCES = REPOSITORY / "hubdirectory" / "assets"
BUILT = REPOSITORY / "hubdirectory" / "static" / "built"


def prepare_assets() -> None:
    """Builds again only when a source or a pinned package changed."""
    pins = fingerprint_of([SOURCES / "package.json", SOURCES / "package-lock.json"])
    if not (NODE_MODULES / "assets" / "node_modules").exists():
        do_again("assets-packages")
    if not is_done("assets-packages", pins):
        find_node()
    done_once("assets-packages", pins, "Installing what the styles are made from",
              lambda: install_npm_packages(SOURCES, "assets"))
    if not (BUILT / "manifest.json").exists():
        do_again("assets")
    done_once("assets", fingerprint_of(source_files(SOURCES)), "Building styles and scripts", build)


def build() -> None:
    """Runs build.mjs, which puts the new files in place only when all of them are made."""
    quietly(
        [find_node().node, SOURCES / "build.mjs", NODE_MODULES / "assets", BUILT],
        "The message above names the file to put right.",
    )


def source_files(folder: Path) -> list[Path]:
    """Every file that the build reads, but for what an editor leaves about."""
    return [
        file for file in folder.rglob("*")
        if file.is_file() and "node_modules" not in file.parts and not file.name.startswith((".", "#"))
    ]
