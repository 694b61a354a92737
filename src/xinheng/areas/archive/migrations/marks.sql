CREATE TRIGGER archive_mark_kept BEFORE UPDATE OR DELETE ON archive_mark
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_mark_not_emptied BEFORE TRUNCATE ON archive_mark
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_marked_kept BEFORE UPDATE OR DELETE ON archive_marked
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_marked_not_emptied BEFORE TRUNCATE ON archive_marked
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_markend_kept BEFORE UPDATE OR DELETE ON archive_markend
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_markend_not_emptied BEFORE TRUNCATE ON archive_markend
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse_change();

-- Which marks stood at a moment, a line for each record that bears one.
CREATE FUNCTION archive_marks(moment timestamptz)
RETURNS TABLE (
    mark_id bigint, item text, key bytea, kind text, case_kind text, case_id text, words_zh text, words_en text,
    at timestamptz
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT m.id, r.item, r.key, m.kind, m.case_kind, m.case_id, m.words_zh, m.words_en, m.at
    FROM archive_marked r JOIN archive_mark m ON m.id = r.mark_id
    WHERE m.at <= moment AND NOT EXISTS (SELECT FROM archive_markend e WHERE e.mark_id = m.id AND e.at <= moment)
$$;

-- Records that may count at a moment for lists, checks and evaluation: they stand, were not withdrawn, and no
-- mark says that their ground fell away, that they are repaired, or that they were removed.
CREATE FUNCTION archive_counting(moment timestamptz) RETURNS SETOF archive_version
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.* FROM archive_standing(moment) v
    WHERE v.change <> 'withdrawn'
      AND NOT EXISTS (
          SELECT FROM archive_marks(moment) m
          WHERE m.item = v.item AND m.key = v.key AND m.kind IN ('revoked', 'removed', 'repaired')
      )
$$;
