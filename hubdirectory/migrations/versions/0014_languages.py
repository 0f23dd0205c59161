"""Words of records in several languages"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_text",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36)),
        sa.Column("organisation_id", sa.String(36)),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("summary", sa.String(500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("fees_description", sa.Text(), nullable=False),
        sa.Column("application_process", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_record_text"),
        sa.UniqueConstraint("service_id", "code", name="uq_record_text_service_id"),
        sa.UniqueConstraint("organisation_id", "code", name="uq_record_text_organisation_id"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_record_text_service_id_service", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_record_text_organisation_id_organisation", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_record_text_service_id", "record_text", ["service_id"])
    op.create_index("ix_record_text_organisation_id", "record_text", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("record_text")
