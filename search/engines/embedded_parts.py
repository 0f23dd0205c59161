"""A word's documents as bitmaps: by the best field they hold it in, and by how early it stands."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyroaring import BitMap

from ..document import FIELDS

POSITIONS = 10
_HEAD = struct.Struct("<BI")


@dataclass(frozen=True)
class Parts:
    """Two partitions of the same documents. `fields[f]`: best field is f. `positions[b]`: earliest bucket is b."""

    fields: Mapping[int, BitMap]
    positions: Mapping[int, BitMap]

    @property
    def all(self) -> BitMap:
        return BitMap.union(*self.fields.values()) if self.fields else BitMap()


NOTHING = Parts({}, {})


def packed(fields: Mapping[int, BitMap], positions: Mapping[int, BitMap]) -> bytes:
    chunks: list[bytes] = []
    for offset, part in ((0, fields), (len(FIELDS), positions)):
        for key, bits in part.items():
            if bits:
                data = bits.serialize()
                chunks += [_HEAD.pack(key + offset, len(data)), data]
    return b"".join(chunks)


def unpacked(blob: bytes) -> Parts:
    fields: dict[int, BitMap] = {}
    positions: dict[int, BitMap] = {}
    at = 0
    while at < len(blob):
        key, length = _HEAD.unpack_from(blob, at)
        at += _HEAD.size
        bits = BitMap.deserialize(blob[at : at + length])
        at += length
        if key < len(FIELDS):
            fields[key] = bits
        else:
            positions[key - len(FIELDS)] = bits
    return Parts(fields, positions)


def joined(many: Iterable[Parts]) -> Parts:
    """The partitions of "any of these words": a document counts under the best field and place of any."""
    many = [parts for parts in many if parts.fields]
    if len(many) <= 1:
        return many[0] if many else NOTHING
    return Parts(_best([part.fields for part in many]), _best([part.positions for part in many]))


def _best(partitions: list[Mapping[int, BitMap]]) -> dict[int, BitMap]:
    seen = BitMap()
    best: dict[int, BitMap] = {}
    for key in sorted({key for partition in partitions for key in partition}):
        bits = BitMap.union(*(partition[key] for partition in partitions if key in partition)) - seen
        if bits:
            best[key] = bits
            seen |= bits
    return best
