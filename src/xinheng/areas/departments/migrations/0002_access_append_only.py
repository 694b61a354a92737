from django.db import migrations

FORWARD = """
CREATE FUNCTION departments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER departments_access_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON departments_access
    FOR EACH STATEMENT EXECUTE FUNCTION departments_refuse_change();
"""
BACKWARD = """
DROP TRIGGER departments_access_only_added ON departments_access;
DROP FUNCTION departments_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("departments", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
