"""Translations: catalogues that people write (.po), compiled into those that the pages read (.mo)."""

from __future__ import annotations

from hubdirectory.setup.steps import PYTHON, REPOSITORY, do_again, done_once, fingerprint_of, quietly

CATALOGUES = REPOSITORY / "translations"


def prepare_languages() -> None:
    """Compiles every catalogue when one of them changed or was never compiled."""
    written = sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
    if not written:
        return
    if not all(catalogue.with_suffix(".mo").exists() for catalogue in written):
        do_again("languages")
    done_once("languages", fingerprint_of(written), "Compiling translations", compile_catalogues)


def compile_catalogues() -> None:
    """Every domain that has a catalogue; entries marked as unsure are left out."""
    for domain in sorted({catalogue.stem for catalogue in CATALOGUES.glob("*/LC_MESSAGES/*.po")}):
        quietly(
            [PYTHON, "-m", "babel.messages.frontend", "compile", "-d", CATALOGUES, "-D", domain],
            "The message above names the catalogue to put right.",
        )
