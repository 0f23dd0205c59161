"""Saved lists with their calendars, and who is on duty at a hub"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_service",
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_saved_service_account_id_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_saved_service_service_id_service", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "service_id", name="pk_saved_service"),
    )
    op.create_index("ix_saved_service_service_id", "saved_service", ["service_id"])
    op.create_table(
        "list_calendar",
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_list_calendar_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name="pk_list_calendar"),
        sa.UniqueConstraint("token_hash", name="uq_list_calendar_token_hash"),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("location_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("note", sa.String(120), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("weekday", sa.SmallInteger()),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.CheckConstraint("(day IS NULL) <> (weekday IS NULL)", name="day_or_weekday"),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name="fk_duty_location_id_location", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
    )
    op.create_index("ix_duty_location_id", "duty", ["location_id"])


def downgrade() -> None:
    op.drop_table("duty")
    op.drop_table("list_calendar")
    op.drop_table("saved_service")
