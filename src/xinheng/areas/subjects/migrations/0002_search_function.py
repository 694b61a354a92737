from django.db import migrations

# The planner sees that a LIMIT is small and would rather scan the table from the beginning, which reads all of it
# when the names in question were loaded last. The function leaves it the bitmap scan of the token index alone.
FORWARD = """
CREATE FUNCTION subjects_names_having(
    wanted integer[], anywhere text, beginning text, in_region text, of_kind text, at_most integer
) RETURNS SETOF subjects_searchname LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
    SELECT n.* FROM subjects_searchname n
    WHERE n.tokens @> wanted
      AND (anywhere IS NULL OR n.text LIKE anywhere)
      AND (beginning IS NULL OR n.text LIKE beginning OR n.trade LIKE beginning)
      AND (in_region IS NULL OR n.region LIKE in_region)
      AND (of_kind IS NULL OR n.kind = of_kind)
    LIMIT at_most
$$;

CREATE FUNCTION subjects_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are kept as they are', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER subjects_organisation_kept BEFORE DELETE ON subjects_organisation
    FOR EACH STATEMENT EXECUTE FUNCTION subjects_refuse_change();
CREATE TRIGGER subjects_merge_kept BEFORE DELETE ON subjects_merge
    FOR EACH STATEMENT EXECUTE FUNCTION subjects_refuse_change();
CREATE TRIGGER subjects_organisationchange_only_added BEFORE UPDATE OR DELETE OR TRUNCATE
    ON subjects_organisationchange FOR EACH STATEMENT EXECUTE FUNCTION subjects_refuse_change();
"""
BACKWARD = """
DROP TRIGGER subjects_organisation_kept ON subjects_organisation;
DROP TRIGGER subjects_merge_kept ON subjects_merge;
DROP TRIGGER subjects_organisationchange_only_added ON subjects_organisationchange;
DROP FUNCTION subjects_refuse_change();
DROP FUNCTION subjects_names_having(integer[], text, text, text, text, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
