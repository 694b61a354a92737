"""What a mandate or a representation says never changes: the database lets it end, once, and nothing else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION consent_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
-- TG_ARGV: the columns that may be filled when the row ends; the first one says that it has ended
CREATE FUNCTION consent_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ending text[] := TG_ARGV;
BEGIN
    IF to_jsonb(OLD) ->> ending[0] IS NOT NULL OR to_jsonb(NEW) ->> ending[0] IS NULL
       OR to_jsonb(OLD) - ending IS DISTINCT FROM to_jsonb(NEW) - ending THEN
        RAISE EXCEPTION 'a row of % can only be ended, once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER consent_holder_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_holder
    FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse_change();
CREATE TRIGGER consent_mandate_kept BEFORE DELETE OR TRUNCATE ON consent_mandate
    FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse_change();
CREATE TRIGGER consent_mandate_only_ended BEFORE UPDATE ON consent_mandate
    FOR EACH ROW EXECUTE FUNCTION consent_only_end('revoked_at', 'revoked_by', 'revoked_why');
CREATE TRIGGER consent_representation_kept BEFORE DELETE OR TRUNCATE ON consent_representation
    FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse_change();
CREATE TRIGGER consent_representation_only_ended BEFORE UPDATE ON consent_representation
    FOR EACH ROW EXECUTE FUNCTION consent_only_end('ended_at');
"""
BACKWARD = """
DROP TRIGGER consent_representation_only_ended ON consent_representation;
DROP TRIGGER consent_representation_kept ON consent_representation;
DROP TRIGGER consent_mandate_only_ended ON consent_mandate;
DROP TRIGGER consent_mandate_kept ON consent_mandate;
DROP TRIGGER consent_holder_only_added ON consent_holder;
DROP FUNCTION consent_only_end();
DROP FUNCTION consent_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
