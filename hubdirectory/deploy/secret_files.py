"""Makes an installation's secrets, one file each, where there are none yet:  python -m hubdirectory.deploy.secret_files FOLDER

Whoever has secrets of their own puts files of these names into the folder before the first start.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import quote

DATABASE_URL = "postgresql+psycopg://hub:{password}@postgres:5432/hub"


def make_secrets(folder: Path) -> list[str]:
    """The names of the files that it made. A file that is there is never changed."""
    password = _kept_or_new(folder / "postgres_password")
    wanted = {
        "postgres_password": password,
        "database_url": DATABASE_URL.format(password=quote(password, safe="")),
        "meili_master_key": secrets.token_urlsafe(32),
        "secret_key": secrets.token_hex(32),
        "referral_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    made = [name for name in wanted if not (folder / name).exists()]
    for name in made:
        _write(folder / name, wanted[name])
    return made


def _kept_or_new(file: Path) -> str:
    return file.read_text().strip() if file.exists() else secrets.token_urlsafe(32)


def _write(file: Path, secret: str) -> None:
    """Whole or not at all. Each server reads under an account of its own; only they are given the folder."""
    begun = file.with_name(f".{file.name}")
    begun.write_text(secret)
    begun.chmod(0o444)
    os.replace(begun, file)


if __name__ == "__main__":
    for name in make_secrets(Path(sys.argv[1])):
        print(f"Made the secret {name}.")
