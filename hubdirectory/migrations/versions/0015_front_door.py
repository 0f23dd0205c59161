"""Primary care networks: which practice belongs to which"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network_practice",
        sa.Column("practice_code", sa.String(12), nullable=False),
        sa.Column("practice_name", sa.String(200), nullable=False),
        sa.Column("network_code", sa.String(12), nullable=False),
        sa.Column("network_name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("practice_code", name="pk_network_practice"),
    )


def downgrade() -> None:
    op.drop_table("network_practice")
