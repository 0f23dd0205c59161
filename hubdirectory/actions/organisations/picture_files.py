"""A picture as it came becomes two files of ours: decoded, turned upright, made smaller, with nothing of its maker left in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from hubdirectory.domain.picturing import FORMATS, LARGEST_BYTES, LARGEST_PIXELS, SIZES, fitted

QUALITY = 82
FOLDER = "pictures"
# Our own limit is asked before anything is decoded; Pillow's would warn at half of it.
Image.MAX_IMAGE_PIXELS = None
# A large photograph takes some 150 MB while it is decoded: one at a time.
_one_at_a_time = threading.Lock()


class BadPicture(ValueError):
    """`why`: too_large (bytes), too_many_pixels, not_a_picture."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class PictureFile:
    """One of the two sizes: its bytes as WebP, the name that its contents give it, and its size in pixels."""

    content: bytes
    name: str
    width: int
    height: int


def made_of(content: bytes) -> tuple[PictureFile, PictureFile]:
    """The large and the small file. The file's own name and kind are not believed. Raises BadPicture."""
    if len(content) > LARGEST_BYTES:
        raise BadPicture("too_large")
    with _one_at_a_time:
        try:
            with Image.open(BytesIO(content), formats=FORMATS) as given:
                if given.width * given.height > LARGEST_PIXELS:
                    raise BadPicture("too_many_pixels")
                # Of a photograph that is much too large only every second, fourth or eighth pixel is decoded.
                given.draft("RGB", (SIZES[0] * 2, SIZES[0] * 2))
                given.load()
                upright = ImageOps.exif_transpose(given)
                plain = _in_plain_colours(upright)
        except BadPicture:
            raise
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            raise BadPicture("not_a_picture") from error
        large, small = (_written(plain, longest) for longest in SIZES)
    return large, small


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Red, green and blue as every screen shows them, with see-through parts kept. The profile itself is left behind."""
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            plain = ImageCms.profileToProfile(plain, ImageCms.ImageCmsProfile(BytesIO(profile)), srgb) or plain
        except (ImageCms.PyCMSError, OSError):
            return plain
    return plain


def _written(plain: Image.Image, longest: int) -> PictureFile:
    size = fitted(plain.width, plain.height, longest)
    # Into a picture of its own: whatever else hung on the first one (EXIF, XMP, place) does not come along.
    bare = Image.new(plain.mode, size)
    bare.paste(plain.resize(size, Image.Resampling.LANCZOS))
    out = BytesIO()
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    content = out.getvalue()
    return PictureFile(content, f"{sha256(content).hexdigest()[:40]}.webp", *size)


def path_of(instance: Path, name: str) -> Path:
    """Where a file of that name lies; 256 folders, so that none grows large."""
    return instance / FOLDER / name[:2] / name


def keep(instance: Path, file: PictureFile) -> None:
    """Writes it whole or not at all. The same contents again are the same file."""
    path = path_of(instance, file.name)
    if path.exists():
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.half")
    half.write_bytes(file.content)
    half.replace(path)


def forget(instance: Path, name: str) -> None:
    path_of(instance, name).unlink(missing_ok=True)


def all_files(instance: Path) -> Iterator[Path]:
    return (instance / FOLDER).glob("??/*")
