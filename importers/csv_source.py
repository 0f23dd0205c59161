"""CSV as people and spreadsheets write it: any encoding, any of the usual separators."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from importers.encodings import decode
from importers.errors import SourceUnreadable
from importers.table import Layout, Table, make_table

DELIMITERS = (",", ";", "\t", "|")
_SEPARATORS = (*DELIMITERS, ":", "^", "~")
LONGEST_CELL = 1_000_000


def read_csv(data: bytes, layout: Layout | None = None) -> Table:
    """Read a whole CSV file.

    Raises SourceUnreadable, with a sentence, where the file is not a table of text.
    """
    layout = layout or Layout()
    text, encoding = decode(data, layout.encoding)
    _refuse_what_is_no_text(text)
    text = text.replace("\x00", "").removeprefix("\ufeff")
    text, named = _take_separator_line(text)
    delimiter = layout.delimiter or named or _guess_delimiter(text)
    return make_table(_lines(text, delimiter), header_row=layout.header_row, encoding=encoding)


def _take_separator_line(text: str) -> tuple[str, str | None]:
    """Spreadsheets write `sep=;` as the first line of some files: take it as said, and leave it blank."""
    first, line_end, rest = text.partition("\n")
    said = first.strip('"\r')
    if said.lower().startswith("sep=") and said[4:] in _SEPARATORS:
        return line_end + rest, said[4]
    return text, None


def _guess_delimiter(text: str) -> str:
    """The separator that the first lines have equally often, and most often, outside quotation marks."""
    per_line = _count_outside_quotes(text[:20_000])
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(line[delimiter] for line in per_line if line[delimiter])
        count, lines = max(counts.items(), key=lambda item: item[0] * item[1], default=(0, 0))
        if count * lines > best_score:
            best, best_score = delimiter, count * lines
    return best


def _count_outside_quotes(text: str) -> list[Counter[str]]:
    lines: list[Counter[str]] = [Counter()]
    quoted = False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif not quoted and character == "\n":
            lines.append(Counter())
        elif not quoted and character in DELIMITERS:
            lines[-1][character] += 1
    return lines


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    old_limit = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from _lines_to_the_end(text, delimiter)
    finally:
        csv.field_size_limit(old_limit)


def _lines_to_the_end(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they begin on.

    A last row of our own is put under the file. Where it does not come back as a row, a quotation mark was
    never closed, and the csv module has taken the rest of the file for one cell without a word.
    """
    end = "end of file"
    while end in text:
        end += "."
    reader = csv.reader(io.StringIO(text.rstrip("\r\n") + f"\n{end}\n", newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            if cells == [end]:
                return
            _refuse_an_open_quotation(cells, begins, end)
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SourceUnreadable(
            f"Line {begins} cannot be read as CSV ({error}). Look for a quotation mark that is never closed."
        ) from error


def _refuse_an_open_quotation(cells: list[str], line: int, end: str) -> None:
    if cells and end in cells[-1]:
        raise SourceUnreadable(
            f"The row on line {line} opens a quotation mark that is never closed, so the rest of the file "
            "cannot be told apart. Close it, or take it out."
        )


def _refuse_what_is_no_text(text: str) -> None:
    sample = text[:4_000]
    strange = sum(1 for character in sample if character < " " and character not in "\t\r\n")
    if strange > len(sample) * 0.05:
        raise SourceUnreadable("This does not look like a CSV file: what is in it is not text.")
