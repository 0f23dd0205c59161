"""Desk: notes, followers, likely duplicates, what was dealt with, earlier texts, deeds; terms that are retired"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _account(table: str, ondelete: str = "SET NULL") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=f"fk_{table}_account_id_account", ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "desk_note",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("record_kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_note"),
        _account("desk_note"),
    )
    op.create_index("ix_desk_note_record", "desk_note", ["record_kind", "record_id"])
    op.create_table(
        "follower",
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("record_kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "record_kind", "record_id", name="pk_follower"),
        _account("follower", "CASCADE"),
    )
    op.create_table(
        "likely_duplicate",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("record_kind", sa.String(20), nullable=False),
        sa.Column("one_id", sa.String(36), nullable=False),
        sa.Column("other_id", sa.String(36), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("decided_at", Moment()),
        sa.Column("account_id", sa.String(36)),
        sa.PrimaryKeyConstraint("id", name="pk_likely_duplicate"),
        sa.UniqueConstraint("record_kind", "one_id", "other_id", name="uq_likely_duplicate_record_kind"),
        _account("likely_duplicate"),
    )
    op.create_index("ix_likely_duplicate_one_id", "likely_duplicate", ["one_id"])
    op.create_index("ix_likely_duplicate_other_id", "likely_duplicate", ["other_id"])
    op.create_index("ix_likely_duplicate_open", "likely_duplicate", ["verdict", "score"])
    op.create_table(
        "settlement",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "item_id", name="pk_settlement"),
        _account("settlement"),
    )
    op.create_table(
        "wording_version",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(90), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.PrimaryKeyConstraint("id", name="pk_wording_version"),
        sa.UniqueConstraint("kind", "key", "number", name="uq_wording_version_kind"),
        _account("wording_version"),
    )
    op.create_table(
        "deed",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("backwards", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_deed"),
        _account("deed", "CASCADE"),
    )
    op.create_index("ix_deed_account_id", "deed", ["account_id"])
    op.create_index("ix_deed_at", "deed", ["at"])
    with op.batch_alter_table("taxonomy_term") as table:
        table.add_column(sa.Column("retired_at", Moment()))


def downgrade() -> None:
    with op.batch_alter_table("taxonomy_term") as table:
        table.drop_column("retired_at")
    for table_name in ("deed", "wording_version", "settlement", "likely_duplicate", "follower", "desk_note"):
        op.drop_table(table_name)
