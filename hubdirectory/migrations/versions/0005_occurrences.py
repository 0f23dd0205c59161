"""Occurrences: the dated happenings of schedules, and what was done to them"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "occurrence",
        sa.Column("identity", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("one_off", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("planned_day", sa.Date(), nullable=False),
        sa.Column("planned_starts", Moment(), nullable=False),
        sa.Column("planned_ends", Moment(), nullable=False),
        sa.Column("planned_location_id", sa.String(length=36), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", Moment(), nullable=False),
        sa.Column("ends", Moment(), nullable=False),
        sa.Column("location_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("full", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("late_minutes", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("featured", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.Column("touched_at", Moment(), nullable=True),
        sa.Column("touched_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_occurrence_location_id_location"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["planned_location_id"],
            ["location.id"],
            name=op.f("fk_occurrence_planned_location_id_location"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_occurrence_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrence_day"), ["day"], unique=False)
        batch_op.create_index("ix_occurrence_place", ["location_id", "day"], unique=False)
        batch_op.create_index("ix_occurrence_touched", ["service_id", "touched_at"], unique=False)
    touched = sa.text("touched_at IS NOT NULL")
    op.create_index("ix_occurrence_moved", "occurrence", ["planned_day"], sqlite_where=touched, postgresql_where=touched)

    op.create_table(
        "occurrence_deed",
        sa.Column("occurrence_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_occurrence_deed_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_occurrence_deed_occurrence_id_occurrence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence_deed")),
        sa.UniqueConstraint("occurrence_id", "number", name=op.f("uq_occurrence_deed_occurrence_id")),
    )


def downgrade() -> None:
    op.drop_table("occurrence_deed")
    op.drop_table("occurrence")
