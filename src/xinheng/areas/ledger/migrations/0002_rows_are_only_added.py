from django.db import migrations

TABLES = ("ledger_batch", "ledger_entry", "ledger_treenode", "ledger_checkpoint")

FORWARD = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
ALTER TABLE ledger_batch
    ALTER COLUMN subtrees SET STORAGE EXTERNAL,
    ADD CONSTRAINT ledger_batch_sizes CHECK (
        octet_length(root) = 32 AND octet_length(secret) = 32 AND size >= 0
        AND octet_length(subtrees) = (size + 255) / 256 * 32
    );
ALTER TABLE ledger_entry
    ADD CONSTRAINT ledger_entry_sizes CHECK (octet_length(salt) = 16 AND octet_length(leaf_hash) = 32);
ALTER TABLE ledger_treenode
    ADD CONSTRAINT ledger_treenode_sizes CHECK (octet_length(hash) = 32 AND level > 0 AND position >= 0);
ALTER TABLE ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_sizes CHECK (octet_length(root) = 32 AND size > 0);
""" + "".join(
    f"""
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
    for table in TABLES
)

BACKWARD = (
    "".join(f"DROP TRIGGER {table}_only_added ON {table};\n" for table in TABLES)
    + "".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_sizes;\n" for table in TABLES)
    + "ALTER TABLE ledger_batch ALTER COLUMN subtrees SET STORAGE EXTENDED;\n"
    + "DROP FUNCTION ledger_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
