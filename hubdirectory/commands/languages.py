"""`hub languages`: the catalogues brought in line with the pages, how far each is, out to a spreadsheet and in again."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from hubdirectory.actions.catalogue_sheets import FORMS, BadSheet, cells_in, language_of, take_in
from hubdirectory.actions.catalogues import (
    CATALOGUES,
    catalogue_file,
    catalogue_files,
    english_of,
    entries,
    forms_of,
    read_catalogue,
    standings,
    untranslated,
    write_catalogue,
)
from hubdirectory.config import REPOSITORY

__all__ = [
    "CATALOGUES", "bring_in_line", "catalogue_files", "english_of", "entries", "forms_of", "languages", "read_catalogue",
    "untranslated", "words_of_pages", "write_catalogue",
]  # fmt: skip

# What marks words for translation: Babel's own list, and the forms that wait for the language of a page.
KEYWORDS = {
    **DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2), "_l": None,
}  # fmt: skip


@click.group(invoke_without_command=True)
@click.pass_context
def languages(context: click.Context) -> None:
    """Translations of the pages; alone it lists how far each language is."""
    if context.invoked_subcommand is None:
        for one in standings():
            click.echo(
                f"{one.code}: {one.strings} strings, {one.missing} without a translation, {one.unchecked} not yet checked by a"
                f" speaker, {one.checked} checked."
            )


@languages.command()
def update() -> None:
    """Bring every catalogue in line with the pages; lists what has no translation yet."""
    template = words_of_pages()
    for file in catalogue_files():
        catalogue = read_catalogue(file)
        bring_in_line(catalogue, template)
        write_catalogue(catalogue, file)
        missing = list(untranslated(catalogue))
        click.echo(f"{catalogue.locale}: {len(catalogue)} strings, {len(missing)} of them without a translation.")
        for message in missing:
            click.echo(f"  {english_of(message)}")


@languages.command()
@click.argument("locale")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(locale: str, file: Path) -> None:
    """A catalogue as a spreadsheet (.xlsx or .csv), what no speaker has checked first."""
    if file.suffix.lower() not in FORMS:
        sys.exit("hub: The file's name has to end in .xlsx or .csv.")
    catalogue = read_catalogue(_catalogue_of(locale))
    file.write_bytes(FORMS[file.suffix.lower()](catalogue))
    click.echo(f"{file}: {len(catalogue)} strings.")


@languages.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """A spreadsheet back into its catalogue. A row with a name under "checked by" is no longer marked as unchecked."""
    try:
        cells = cells_in(file)
        where = _catalogue_of(locale := language_of(cells))
        catalogue = read_catalogue(where)
        account = take_in(catalogue, cells)
    except BadSheet as bad:
        sys.exit(f"hub: {bad}")
    write_catalogue(catalogue, where)
    for number, why in account.refused:
        click.echo(f"Row {number}: {why}.")
    click.echo(f"{locale}: {account.changed} changed, {account.checked} checked, {len(account.refused)} refused.")
    click.echo("The pages say it so after the next `hub setup`.")


def _catalogue_of(locale: str) -> Path:
    file = catalogue_file(locale)
    if file not in catalogue_files():
        known = ", ".join(one.parent.parent.name for one in catalogue_files())
        sys.exit(f"hub: There is no catalogue for {locale}. There is one for {known}.")
    return file


def words_of_pages() -> Catalog:
    """Every string that the program and the templates mark for translation, with the files in which it stands."""
    with (CATALOGUES / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog(project="Hub Directory", charset="utf-8", fuzzy=False)
    folders = extract_from_dir(
        REPOSITORY, methods, options, KEYWORDS, directory_filter=_has_our_words, comment_tags=("Translators:",)
    )
    for file, line, message, comments, context in folders:
        found.add(message, None, [(Path(file).as_posix(), line)], auto_comments=comments, context=context)
    return found


def _has_our_words(folder: str) -> bool:
    """Nothing but our own program is walked through: not the tests, not what an installation keeps."""
    parts = Path(folder).relative_to(REPOSITORY).parts
    return parts[0] == "hubdirectory" and not {"__pycache__", "static"} & set(parts)


def bring_in_line(catalogue: Catalog, template: Catalog) -> None:
    """Add what is new, drop what is gone. Nothing is guessed from strings that look alike."""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
