"""Names and addresses that are all in capitals, written as people write them."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z]+")
_ALL_CAPITALS = frozenset({"NHS", "GP", "PCC", "PCN", "PCT", "HMP", "OOH", "PO", "UK", "II", "III", "IV", "NE", "NW", "SE", "SW"})
_SMALL = frozenset({"of", "the", "and", "on", "by", "in", "upon", "le", "de", "under", "with", "for", "at", "to", "next"})
_COUNTIES = frozenset({
    "avon", "bedfordshire", "berkshire", "buckinghamshire", "cambridgeshire", "cheshire", "cleveland", "cornwall", "cumbria",
    "derbyshire", "devon", "dorset", "durham", "essex", "gloucestershire", "hampshire", "herefordshire", "hertfordshire",
    "humberside", "kent", "lancashire", "leicestershire", "lincolnshire", "merseyside", "middlesex", "norfolk",
    "northamptonshire", "northumberland", "nottinghamshire", "oxfordshire", "rutland", "shropshire", "somerset",
    "staffordshire", "suffolk", "surrey", "warwickshire", "wiltshire", "worcestershire", "yorkshire", "county durham",
    "co durham", "co. durham", "east sussex", "east yorkshire", "greater manchester", "isle of wight", "north yorkshire",
    "north humberside", "south humberside", "south yorkshire", "tyne and wear", "tyne & wear", "west midlands", "west sussex",
    "west yorkshire",
})  # fmt: skip


def written_name(text: str) -> str:
    """ "MCKENZIE HOUSE SURGERY" is "McKenzie House Surgery". What has small letters already stays as it is."""
    if text != text.upper():
        return text
    return _WORD.sub(_written, text.replace(",", ", ").replace("  ", " "))


def address_of(name: str, lines: Sequence[str]) -> tuple[str, str, str]:
    """First line, the rest of it, and the town. The practice's own name and the county are left out."""
    parts = [part.strip() for line in lines for part in written_name(line).split(",") if part.strip()]
    if len(parts) > 2 and parts[0].casefold() == name.casefold():
        del parts[0]
    if len(parts) > 1 and parts[-1].casefold() in _COUNTIES:
        del parts[-1]
    town = parts.pop() if len(parts) > 1 else ""
    return parts[0] if parts else "", ", ".join(parts[1:]), town


def _written(match: re.Match[str]) -> str:
    word, before = match.group(), match.string[: match.start()]
    if word in _ALL_CAPITALS or before[-1:].isdigit():
        return word
    if before.endswith(("'", "’")) and len(word) == 1:  # "HILDA'S", but "O'BRIEN"
        return word.lower()
    if word.lower() in _SMALL and before.strip() and not before.rstrip().endswith(","):
        return word.lower()
    if len(word) > 4 and word.startswith("MC"):
        return "Mc" + word[2:].capitalize()
    return word.capitalize()
