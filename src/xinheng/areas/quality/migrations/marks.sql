-- Records that nothing, no mark either, bars from display and that are not on display (PUB-03). `unruled` are the items of the
-- catalogue's public class for which no rule of display is in effect on the day.
CREATE OR REPLACE FUNCTION quality_undisplayed(day date, moment timestamptz, unruled text[])
RETURNS TABLE (provider text, item text, why text, known_on date, due_day date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH missing AS MATERIALIZED (
        SELECT v.id, v.provider, v.item, v.submission_id, v.decided_on, v.ends_on, v.known_from
        FROM archive_standing(moment) v
        WHERE v.change <> 'withdrawn' AND v.subject_kind = 'organisation'
          AND NOT EXISTS (SELECT FROM disclosure_shown(day, moment) s WHERE s.id = v.id)
          AND NOT EXISTS (SELECT FROM disclosure_hidden(day, moment) h WHERE h.item = v.item AND h.key = v.key)
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
