"""The navigators' workspace: notes, templates, favourites, signposts"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _to(table: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}", ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "navigator_note",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weeks", sa.SmallInteger()),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("removed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_navigator_note"),
        _to("navigator_note", "service"),
        _to("navigator_note", "account", "SET NULL"),
    )
    op.create_index("ix_navigator_note_service", "navigator_note", ["service_id", "number"])
    op.create_table(
        "navigator_template",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("location_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("removed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_navigator_template"),
        _to("navigator_template", "location"),
        _to("navigator_template", "account", "SET NULL"),
    )
    op.create_index("ix_navigator_template_location_id", "navigator_template", ["location_id"])
    op.create_table(
        "favourite",
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "service_id", name="pk_favourite"),
        _to("favourite", "account"),
        _to("favourite", "service"),
    )
    op.create_index("ix_favourite_service_id", "favourite", ["service_id"])
    _signposts()


def _signposts() -> None:
    op.create_table(
        "signpost",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("location_id", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("age_band", sa.String(20), nullable=False),
        sa.Column("ward", sa.String(90), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("sheet_id", sa.String(36)),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("taken_back", sa.Date()),
        sa.Column("once", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_signpost"),
        sa.UniqueConstraint("reference", name="uq_signpost_reference"),
        sa.UniqueConstraint("once", name="uq_signpost_once"),
        _to("signpost", "location"),
    )
    op.create_index("ix_signpost_month", "signpost", ["location_id", "day"])
    op.create_index("ix_signpost_day", "signpost", ["day"])
    op.create_index("ix_signpost_sheet_id", "signpost", ["sheet_id"])
    op.create_table(
        "signpost_service",
        sa.Column("signpost_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("signpost_id", "service_id", name="pk_signpost_service"),
        _to("signpost_service", "signpost"),
        _to("signpost_service", "service"),
    )
    op.create_index("ix_signpost_service_service_id", "signpost_service", ["service_id"])


def downgrade() -> None:
    for table in ("signpost_service", "signpost", "favourite", "navigator_template", "navigator_note"):
        op.drop_table(table)
