"""The day at the hubs: listeners, tellings, notices, day sheets, rooms"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _to(table: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}", ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "listener",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("record_kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("locale", sa.String(12), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_listener"),
        sa.UniqueConstraint("email", "record_kind", "record_id", name="uq_listener_email"),
    )
    op.create_index("ix_listener_record", "listener", ["record_kind", "record_id"])
    op.create_table(
        "telling",
        sa.Column("occurrence_id", sa.String(36), nullable=False),
        sa.Column("deed", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("occurrence_id", "deed", name="pk_telling"),
        _to("telling", "occurrence"),
        _to("telling", "account", "SET NULL"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("heading", sa.String(200), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("warm", sa.Boolean(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("done_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        _to("notice", "account", "SET NULL"),
    )
    op.create_index("ix_notice_ends_at", "notice", ["ends_at"])
    op.create_index("ix_notice_done_at", "notice", ["done_at"])
    op.create_table(
        "notice_cancelling",
        sa.Column("notice_id", sa.String(36), nullable=False),
        sa.Column("occurrence_id", sa.String(36), nullable=False),
        sa.Column("deed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "occurrence_id", name="pk_notice_cancelling"),
        _to("notice_cancelling", "notice"),
        _to("notice_cancelling", "occurrence"),
    )
    op.create_table(
        "sent_sheet",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("location_id", sa.String(36), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "location_id", name="pk_sent_sheet"),
        _to("sent_sheet", "location"),
    )
    op.create_table(
        "rooms",
        sa.Column("location_id", sa.String(36), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("location_id", name="pk_rooms"),
        _to("rooms", "location"),
    )


def downgrade() -> None:
    for table in ("rooms", "sent_sheet", "notice_cancelling", "notice", "telling", "listener"):
        op.drop_table(table)
