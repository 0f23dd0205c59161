"""Sheets, and the services on them"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("location_id", sa.String(36)),
        sa.Column("locale", sa.String(10), nullable=False),
        sa.Column("style", sa.String(10), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("handed_at", Moment()),
        sa.Column("revoked_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.UniqueConstraint("link_hash", name="uq_sheet_link_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_sheet_account_id_account", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_sheet_location_id_location", ondelete="SET NULL"),
    )
    op.create_index("ix_sheet_account_id", "sheet", ["account_id"])
    op.create_index("ix_sheet_location_id", "sheet", ["location_id"])
    op.create_index("ix_sheet_expires_at", "sheet", ["expires_at"])
    op.create_table(
        "sheet_part",
        sa.Column("sheet_id", sa.String(36), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("slug", sa.String(90), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("helped_at", Moment()),
        sa.Column("report_id", sa.String(36)),
        sa.PrimaryKeyConstraint("sheet_id", "position", name="pk_sheet_part"),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name="fk_sheet_part_sheet_id_sheet", ondelete="CASCADE"),
    )
    op.create_index("ix_sheet_part_slug", "sheet_part", ["slug"])


def downgrade() -> None:
    op.drop_table("sheet_part")
    op.drop_table("sheet")
