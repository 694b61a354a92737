"""A version begins compiled and takes one step at a time; its entries are only ever added."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalogue_keep_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    states constant text[] := ARRAY['compiled', 'consulted', 'approved', 'published'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a catalogue version is never deleted' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'compiled' THEN
            RAISE EXCEPTION 'a catalogue version begins as compiled' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published catalogue version does not change' USING ERRCODE = 'restrict_violation';
    ELSIF array_position(states, NEW.state) - array_position(states, OLD.state) NOT IN (0, 1)
        OR NEW.digest <> OLD.digest OR NEW.reasons <> OLD.reasons
        OR NEW.may_reduce_rights <> OLD.may_reduce_rights THEN
        RAISE EXCEPTION 'a catalogue version goes compiled, consulted, approved, published, as it was compiled'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER catalogue_version_order BEFORE INSERT OR UPDATE OR DELETE ON catalogue_catalogueversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_order();

CREATE FUNCTION catalogue_keep_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (SELECT state FROM catalogue_catalogueversion WHERE id = NEW.version_id) = 'compiled' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'entries join a version only while it is compiled' USING ERRCODE = 'restrict_violation';
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER catalogue_entry_append_only BEFORE INSERT OR UPDATE OR DELETE ON catalogue_catalogueentry
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_entries();
"""
BACKWARD = """
DROP TRIGGER catalogue_entry_append_only ON catalogue_catalogueentry;
DROP FUNCTION catalogue_keep_entries();
DROP TRIGGER catalogue_version_order ON catalogue_catalogueversion;
DROP FUNCTION catalogue_keep_order();
"""


class Migration(migrations.Migration):
    """Triggers that keep the order and the entries."""

    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
