"""`hub languages update`: the words of the pages are read afresh, and every catalogue is brought in line with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from hubdirectory.config import REPOSITORY

CATALOGUES = REPOSITORY / "translations"
DOMAIN = "messages"
WIDTH = 110

# What marks words for translation: Babel's own list, and the forms that wait for the language of a page.
KEYWORDS = {
    **DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2), "_l": None,
}  # fmt: skip


@click.group()
def languages() -> None:
    """Translations of the pages."""


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


def catalogue_files() -> list[Path]:
    """The catalogue of every language, `translations/pl/LC_MESSAGES/messages.po`."""
    return sorted(CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(file: Path) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=file.parent.parent.name, domain=DOMAIN, abort_invalid=True)


def bring_in_line(catalogue: Catalog, template: Catalog) -> None:
    """Add what is new, drop what is gone. Nothing is guessed from strings that look alike."""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()


def write_catalogue(catalogue: Catalog, file: Path) -> None:
    """Without line numbers, so that a moved line changes no catalogue."""
    with file.open("wb") as lines:
        write_po(lines, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def entries(catalogue: Catalog) -> Iterable[Message]:
    """Every entry but the header."""
    return (message for message in catalogue if message.id)


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Entries that lack their translation, or one of its plural forms."""
    for message in entries(catalogue):
        if not all(forms_of(message)) or (message.pluralizable and len(forms_of(message)) != catalogue.num_plurals):
            yield message


def english_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation, one text for each plural form."""
    if isinstance(message.string, list | tuple):
        return tuple(message.string)
    return (message.string or "",)
