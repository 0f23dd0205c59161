"""Areas: boundaries and districts of wards; neighbourhoods with how deprived they are"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("area") as table:
        table.add_column(sa.Column("district_code", sa.String(12), nullable=False, server_default=""))
        table.add_column(sa.Column("district_name", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("boundary", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "neighbourhood",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("area_id", sa.String(36)),
        sa.Column("decile", sa.SmallInteger()),
        sa.Column("rank", sa.Integer()),
        sa.Column("year", sa.SmallInteger()),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_neighbourhood"),
        sa.UniqueConstraint("code", name="uq_neighbourhood_code"),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_neighbourhood_area_id_area", ondelete="SET NULL"),
    )
    op.create_index("ix_neighbourhood_area_id", "neighbourhood", ["area_id"])


def downgrade() -> None:
    op.drop_table("neighbourhood")
    with op.batch_alter_table("area") as table:
        table.drop_column("boundary")
        table.drop_column("district_name")
        table.drop_column("district_code")
