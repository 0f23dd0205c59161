"""Phrases, searches that led nowhere, gaps"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searched_week",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("week", name="pk_searched_week"),
    )
    op.create_table(
        "searched",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("visitors", sa.JSON(), nullable=False),
        sa.Column("opened", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("week", "key", name="pk_searched"),
    )
    op.create_index("ix_searched_phrase", "searched", ["phrase"])
    op.create_table(
        "gap",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("need", sa.String(90), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("filed_at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("closed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_gap"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_gap_account_id_account", ondelete="SET NULL"),
    )
    op.create_table(
        "proposal",
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("looked_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment()),
        sa.PrimaryKeyConstraint("service_id", name="pk_proposal"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_proposal_service_id_service", ondelete="CASCADE"),
    )


def downgrade() -> None:
    for table in ("proposal", "gap", "searched", "searched_week"):
        op.drop_table(table)
