"""Freshness: reminders and their answers, what waits for the manager, what is watched"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "for_the_manager",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_for_the_manager_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_for_the_manager")),
    )
    with op.batch_alter_table("for_the_manager", schema=None) as batch_op:
        batch_op.create_index("ix_for_the_manager_open", ["settled_at", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_for_the_manager_organisation_id"), ["organisation_id"], unique=False)
    op.create_table(
        "not_to_ask",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_not_to_ask_organisation_id_organisation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "address", name=op.f("pk_not_to_ask")),
    )
    op.create_table(
        "reminder",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.Column("mail_id", sa.String(length=36), nullable=False),
        sa.Column("bounced_at", Moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id_account"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reminder_organisation_id_organisation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("organisation_id", "day", name=op.f("uq_reminder_organisation_id")),
    )
    op.create_table(
        "watched",
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("worked_at", Moment(), nullable=True),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("failed_days", sa.Integer(), nullable=False),
        sa.Column("broken_since", Moment(), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_watched_organisation_id_organisation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched")),
        sa.UniqueConstraint("record_kind", "record_id", "field", "value", name=op.f("uq_watched_record_kind")),
    )
    with op.batch_alter_table("watched", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watched_broken_since"), ["broken_since"], unique=False)
        batch_op.create_index("ix_watched_next", ["field", "next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_watched_organisation_id"), ["organisation_id"], unique=False)
    op.create_table(
        "reminder_answer",
        sa.Column("reminder_id", sa.String(length=36), nullable=False),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_answer_reminder_id_reminder"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_answer")),
    )
    with op.batch_alter_table("reminder_answer", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_answer_record", ["record_kind", "record_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_answer_reminder_id"), ["reminder_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reminder_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_answer_reminder_id"))
        batch_op.drop_index("ix_reminder_answer_record")
    op.drop_table("reminder_answer")
    with op.batch_alter_table("watched", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watched_organisation_id"))
        batch_op.drop_index("ix_watched_next")
        batch_op.drop_index(batch_op.f("ix_watched_broken_since"))
    op.drop_table("watched")
    op.drop_table("reminder")
    op.drop_table("not_to_ask")
    with op.batch_alter_table("for_the_manager", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_for_the_manager_organisation_id"))
        batch_op.drop_index("ix_for_the_manager_open")
    op.drop_table("for_the_manager")
