-- Records that stood at a moment, each with the day it first became known and the day it was due.
-- A standing version that is `new` is its record's first; a correction looks the first one up by the record's key.
CREATE FUNCTION quality_record(moment timestamptz)
RETURNS TABLE (
    id bigint, item text, provider text, organ text, instrument text, subject_kind text, subject text, region text,
    submission_id bigint, decided_on date, known_on date, due_day date, provisional boolean
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.id, v.item, v.provider, v.organ, v.instrument, v.subject_kind, v.subject, v.region, v.submission_id,
           v.decided_on, (v.known_from AT TIME ZONE 'Asia/Shanghai')::date, d.due_day, d.provisional
    FROM archive_standing(moment) v
    LEFT JOIN quality_due d ON d.item = v.item AND d.start_day = v.decided_on
    WHERE v.change = 'new'
    UNION ALL
    SELECT v.id, v.item, v.provider, v.organ, v.instrument, v.subject_kind, v.subject, v.region, first.submission_id,
           v.decided_on, (first.known_from AT TIME ZONE 'Asia/Shanghai')::date, d.due_day, d.provisional
    FROM archive_standing(moment) v
    CROSS JOIN LATERAL (
        SELECT f.submission_id, f.known_from FROM archive_version f
        WHERE f.item = v.item AND f.key = v.key AND f.known_from <= moment
          AND NOT EXISTS (
              SELECT FROM archive_takenback t WHERE t.submission_id = f.submission_id AND t.at <= moment
          )
        ORDER BY f.known_from, f.id LIMIT 1
    ) first
    LEFT JOIN quality_due d ON d.item = v.item AND d.start_day = v.decided_on
    WHERE v.change = 'corrected'
$$;

-- Records that nothing bars from display and that are not on display (PUB-03). `unruled` are the items of the
-- catalogue's public class for which no rule of display is in effect on the day.
CREATE FUNCTION quality_undisplayed(day date, moment timestamptz, unruled text[])
RETURNS TABLE (provider text, item text, why text, known_on date, due_day date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH missing AS MATERIALIZED (
        SELECT v.id, v.provider, v.item, v.submission_id, v.decided_on, v.ends_on, v.known_from
        FROM archive_standing(moment) v
        WHERE v.change <> 'withdrawn' AND v.subject_kind = 'organisation'
          AND NOT EXISTS (SELECT FROM disclosure_shown(day, moment) s WHERE s.id = v.id)
    )
    SELECT v.provider, v.item,
           CASE WHEN t.id IS NULL THEN 'no_term'
                WHEN t.review AND disclosure_reviewed(v.id, v.submission_id, moment) IS NULL THEN 'review_pending'
                ELSE 'unexplained' END,
           (v.known_from AT TIME ZONE 'Asia/Shanghai')::date,
           d.due_day
    FROM missing v
    LEFT JOIN disclosure_term t ON t.item = v.item AND t.first <= day AND (t.last IS NULL OR day <= t.last)
    LEFT JOIN quality_due d ON d.item = v.item AND d.start_day = v.decided_on
    WHERE (t.mode = 'proactive' OR (t.id IS NULL AND v.item = ANY (unruled)))
      AND coalesce(disclosure_reviewed(v.id, v.submission_id, moment), '') <> 'refused'
      AND (t.id IS NULL
           OR coalesce(disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
                                           (v.known_from AT TIME ZONE 'Asia/Shanghai')::date), day) >= day)
$$;

CREATE FUNCTION quality_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was told is kept: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER quality_sourcereport_kept BEFORE UPDATE OR DELETE ON quality_sourcereport
    FOR EACH ROW EXECUTE FUNCTION quality_refuse_change();
CREATE TRIGGER quality_sourcecount_kept BEFORE UPDATE OR DELETE ON quality_sourcecount
    FOR EACH ROW EXECUTE FUNCTION quality_refuse_change();
CREATE TRIGGER quality_closure_kept BEFORE UPDATE OR DELETE ON quality_closure
    FOR EACH ROW EXECUTE FUNCTION quality_refuse_change();
CREATE TRIGGER quality_sourcereport_not_emptied BEFORE TRUNCATE ON quality_sourcereport
    FOR EACH STATEMENT EXECUTE FUNCTION quality_refuse_change();
CREATE TRIGGER quality_sourcecount_not_emptied BEFORE TRUNCATE ON quality_sourcecount
    FOR EACH STATEMENT EXECUTE FUNCTION quality_refuse_change();
CREATE TRIGGER quality_closure_not_emptied BEFORE TRUNCATE ON quality_closure
    FOR EACH STATEMENT EXECUTE FUNCTION quality_refuse_change();
