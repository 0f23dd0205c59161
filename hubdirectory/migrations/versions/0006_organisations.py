"""Organisations: claims, invitations, services handed on, pictures, figures"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def reference(table: str, column: str, to: str, gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=gone)


def identified(table: str) -> tuple[sa.Column, sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.String(length=36), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        reference("claim", "organisation_id", "organisation", "CASCADE"),
        reference("claim", "account_id", "account", "CASCADE"),
        reference("claim", "decided_by", "account", "SET NULL"),
        *identified("claim"),
    )
    index("claim", "account_id", "organisation_id")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index("ix_claim_state", ["state", "asked_at"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("invited_by", sa.String(length=36), nullable=True),
        sa.Column("invited_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("taken_up_at", Moment(), nullable=True),
        sa.Column("taken_up_by", sa.String(length=36), nullable=True),
        sa.Column("taken_back_at", Moment(), nullable=True),
        reference("invitation", "organisation_id", "organisation", "CASCADE"),
        reference("invitation", "invited_by", "account", "SET NULL"),
        reference("invitation", "taken_up_by", "account", "SET NULL"),
        *identified("invitation"),
    )
    index("invitation", "email", "organisation_id")
    op.create_table(
        "handing",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("from_id", sa.String(length=36), nullable=False),
        sa.Column("to_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        reference("handing", "service_id", "service", "CASCADE"),
        reference("handing", "from_id", "organisation", "CASCADE"),
        reference("handing", "to_id", "organisation", "CASCADE"),
        reference("handing", "asked_by", "account", "SET NULL"),
        reference("handing", "decided_by", "account", "SET NULL"),
        *identified("handing"),
    )
    index("handing", "from_id", "service_id", "to_id")
    op.create_table(
        "picture",
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("file", sa.String(length=90), nullable=False),
        sa.Column("width", sa.SmallInteger(), nullable=False),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("small_file", sa.String(length=90), nullable=False),
        sa.Column("small_width", sa.SmallInteger(), nullable=False),
        sa.Column("small_height", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        reference("picture", "organisation_id", "organisation", "SET NULL"),
        reference("picture", "added_by", "account", "SET NULL"),
        *identified("picture"),
    )
    index("picture", "file", "organisation_id", "state")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index("ix_picture_record", ["record_kind", "record_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("need", sa.String(length=90), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record_kind", "record_id", "day", "what", "need", name=op.f("pk_figure")),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index("ix_figure_day", ["day"], unique=False)


def downgrade() -> None:
    for table in ("figure", "picture", "handing", "invitation", "claim"):
        op.drop_table(table)
