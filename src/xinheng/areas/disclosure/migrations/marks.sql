-- Records that a mark hides on a day, from what was known at a moment: suspended, repaired, of an act that was
-- revoked, removed; and contested ones whose deadline lapsed, for as long as it runs on undecided. No job takes part.
CREATE FUNCTION disclosure_hidden(day date, moment timestamptz) RETURNS TABLE (item text, key bytea, why text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT m.item, m.key, CASE m.kind WHEN 'objected' THEN 'lapsed' ELSE m.kind END
    FROM archive_marks(moment) m
    WHERE m.kind IN ('suspended', 'repaired', 'revoked', 'removed')
       OR (m.kind = 'objected' AND EXISTS (
              SELECT FROM clocks_suspending c
              WHERE c.about_kind = m.case_kind AND c.about_id = m.case_id
                AND c.started_at <= moment AND (c.stopped_at IS NULL OR moment < c.stopped_at)
                AND c.due_on < day AND (c.until IS NULL OR day <= c.until)
          ))
$$;

-- What anybody may see on a day, from what was known at a moment (R4: no job takes part in it).
CREATE OR REPLACE FUNCTION disclosure_shown(day date, moment timestamptz)
RETURNS TABLE (
    id bigint, item text, key bytea, subject text, organ text, instrument text, decided_on date, begins_on date,
    ends_on date, region text, provider text, source text, submission_id bigint, row_no integer, change text,
    known_from timestamptz, data jsonb, shown_until date, term_id bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.id, v.item, v.key, v.subject, v.organ, v.instrument, v.decided_on, v.begins_on, v.ends_on, v.region,
           v.provider, v.source, v.submission_id, v.row_no, v.change, v.known_from, v.data,
           disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
                               (v.known_from AT TIME ZONE 'Asia/Shanghai')::date),
           t.id
    FROM archive_standing(moment) v
    JOIN disclosure_term t ON t.item = v.item AND t.first <= day AND (t.last IS NULL OR day <= t.last)
    WHERE t.mode = 'proactive'
      AND v.change <> 'withdrawn'
      AND v.subject_kind = 'organisation'
      AND coalesce(disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
                                       (v.known_from AT TIME ZONE 'Asia/Shanghai')::date), day) >= day
      -- any single record can be stopped; where the law asks for a review, nothing is shown before it
      AND NOT EXISTS (
          SELECT FROM disclosure_review r
          WHERE r.scope = 'version' AND r.about = v.id AND r.decision = 'refused' AND r.at <= moment
            AND NOT EXISTS (
                SELECT FROM disclosure_review l
                WHERE l.scope = 'version' AND l.about = r.about AND l.at <= moment AND (l.at, l.id) > (r.at, r.id)
            )
      )
      -- a whole submission that was refused stays refused where the law asks for no review any more
      AND NOT EXISTS (
          SELECT FROM disclosure_review r
          WHERE r.scope = 'submission' AND r.about = v.submission_id AND r.decision = 'refused' AND r.at <= moment
            AND NOT EXISTS (
                SELECT FROM disclosure_review l
                WHERE l.scope = 'submission' AND l.about = r.about AND l.at <= moment AND (l.at, l.id) > (r.at, r.id)
            )
            AND NOT EXISTS (
                SELECT FROM disclosure_review o WHERE o.scope = 'version' AND o.about = v.id AND o.at <= moment
            )
      )
      AND (NOT t.review OR disclosure_reviewed(v.id, v.submission_id, moment) = 'approved')
      AND NOT EXISTS (SELECT FROM disclosure_hidden(day, moment) h WHERE h.item = v.item AND h.key = v.key)
$$;

-- Records of organisations that may count on a day for lists, checks and evaluation, from what was known at a
-- moment: archive_counting, within the item's term where the law gives one, whether it is shown or not.
CREATE FUNCTION disclosure_counting(day date, moment timestamptz)
RETURNS TABLE (
    id bigint, item text, key bytea, subject text, organ text, instrument text, decided_on date, begins_on date,
    ends_on date, region text, provider text, source text, submission_id bigint, known_from timestamptz, data jsonb,
    counts_until date, term_id bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.id, v.item, v.key, v.subject, v.organ, v.instrument, v.decided_on, v.begins_on, v.ends_on, v.region,
           v.provider, v.source, v.submission_id, v.known_from, v.data,
           disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
                               (v.known_from AT TIME ZONE 'Asia/Shanghai')::date),
           t.id
    FROM archive_counting(moment) v
    LEFT JOIN disclosure_term t ON t.item = v.item AND t.first <= day AND (t.last IS NULL OR day <= t.last)
    WHERE v.subject_kind = 'organisation'
      AND coalesce(disclosure_last_day(t.until, t.starts, t.months, t.days, v.decided_on, v.ends_on,
                                       (v.known_from AT TIME ZONE 'Asia/Shanghai')::date), day) >= day
$$;
