"""Changes, mergings and the audit trail; revisions and audit entries that the database itself keeps as they are"""

import sqlalchemy as sa
from alembic import op

from hubdirectory.models.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What may never change of a revision. Its account may: an account that is deleted leaves it.
KEPT = ("id", "record_kind", "record_id", "number", "at", "action", "data", "role", "by", "note")


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    op.create_index(op.f("ix_audit_entry_account_id"), "audit_entry", ["account_id"])
    op.create_index(op.f("ix_audit_entry_verb"), "audit_entry", ["verb"])
    op.create_index("ix_audit_entry_record", "audit_entry", ["record_kind", "record_id"])
    _create_change()
    _create_merging()
    with op.batch_alter_table("contact") as batch_op:
        batch_op.add_column(sa.Column("position", sa.SmallInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("revision") as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("by", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("note", sa.String(length=500), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite("audit_entry", "number", ())
        _guard_on_sqlite("revision", "id", KEPT)
    else:
        _guard_on_postgresql()


def _create_change() -> None:
    still_open = sa.text("state IN ('draft', 'in_review', 'sent_back')")
    op.create_table(
        "change",
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fixes", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("applied_revision", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_change_organisation_id_organisation"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_change_account_id_account"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_change_decided_by_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_organisation_id"), "change", ["organisation_id"])
    op.create_index("ix_change_record", "change", ["record_kind", "record_id"])
    op.create_index("ix_change_state", "change", ["state", "submitted_at"])
    op.create_index(
        "uq_change_open", "change", ["account_id", "record_kind", "record_id"],
        unique=True, sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip


def _create_merging() -> None:
    op.create_table(
        "merging",
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("kept_id", sa.String(length=36), nullable=False),
        sa.Column("gone_id", sa.String(length=36), nullable=False),
        sa.Column("gone_slug", sa.String(length=90), nullable=False),
        sa.Column("gone_name", sa.String(length=200), nullable=False),
        sa.Column("kept_revision", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_merging_account_id_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merging")),
    )
    op.create_index("ix_merging_kept", "merging", ["record_kind", "kept_id"])
    op.create_index("ix_merging_gone", "merging", ["record_kind", "gone_id"])


def _guard_on_sqlite(table: str, key: str, columns: tuple[str, ...]) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'Rows of {table} are never changed or deleted.'); END"
    of = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
    op.execute(f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE{of} ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} {refuse}")
    # INSERT OR REPLACE deletes without asking the triggers for deletes.
    taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
    op.execute(f"CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table} {taken} {refuse}")


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME; END $$"
    )
    kept = ", ".join(f'"{column}"' for column in KEPT)
    for table, update in (("audit_entry", "UPDATE"), ("revision", f"UPDATE OF {kept}")):
        refuse = "EXECUTE FUNCTION refuse_to_rewrite_history()"
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE {update} OR DELETE ON {table} FOR EACH ROW {refuse}")
        op.execute(f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("never_changed", "never_deleted", "never_replaced"):
            op.execute(f"DROP TRIGGER IF EXISTS revision_{trigger}")
    else:
        op.execute("DROP FUNCTION refuse_to_rewrite_history() CASCADE")
    with op.batch_alter_table("revision") as batch_op:
        for column in ("note", "by", "role"):
            batch_op.drop_column(column)
    with op.batch_alter_table("contact") as batch_op:
        batch_op.drop_column("position")
    for table in ("merging", "change", "audit_entry"):
        op.drop_table(table)
