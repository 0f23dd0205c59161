"""Referrals"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("referrer_id", sa.String(36)),
        sa.Column("location_id", sa.String(36)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment()),
        sa.Column("answered_by", sa.String(36)),
        sa.Column("ended_at", Moment()),
        sa.Column("chased", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        sa.UniqueConstraint("reference", name="uq_referral_reference"),
        _to("referral", "service_id", "service"),
        _to("referral", "organisation_id", "organisation"),
        _to("referral", "referrer_id", "account", "SET NULL"),
        _to("referral", "location_id", "location", "SET NULL"),
        _to("referral", "answered_by", "account", "SET NULL"),
    )
    for column in ("service_id", "organisation_id", "referrer_id", "state", "ended_at"):
        op.create_index(f"ix_referral_{column}", "referral", [column])
    op.create_table(
        "referral_consent",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("referral_id", sa.String(36), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("question", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(12), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_referral_consent"),
        sa.UniqueConstraint("referral_id", "question", name="uq_referral_consent_referral_id"),
        _to("referral_consent", "referral_id", "referral"),
    )
    op.create_table(
        "referral_reader",
        sa.Column("membership_id", sa.String(36), nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.Column("named_by", sa.String(36)),
        sa.PrimaryKeyConstraint("membership_id", name="pk_referral_reader"),
        _to("referral_reader", "membership_id", "membership"),
        _to("referral_reader", "named_by", "account", "SET NULL"),
    )


def downgrade() -> None:
    for table in ("referral_reader", "referral_consent", "referral"):
        op.drop_table(table)
