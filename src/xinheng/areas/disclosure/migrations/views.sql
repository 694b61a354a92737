-- The last day of display of one record under one term; the pure twin is xinheng.areas.disclosure.rules.last_day.
-- NULL: no end yet (the clock has not started) or no end in law.
CREATE FUNCTION disclosure_last_day(
    until text, starts text, months integer, days integer, decided_on date, ends_on date, known_on date
) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE until
        WHEN 'always' THEN NULL
        WHEN 'valid' THEN ends_on
        ELSE (
            CASE starts WHEN 'decided_on' THEN decided_on WHEN 'ends_on' THEN ends_on ELSE known_on END
            + make_interval(months => months) + make_interval(days => days)
        )::date
    END
$$;

-- The newest review decision that stood at a moment: one about the version itself goes before one about its submission.
CREATE FUNCTION disclosure_reviewed(version bigint, submission bigint, moment timestamptz)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT r.decision FROM disclosure_review r
    WHERE r.at <= moment
      AND ((r.scope = 'version' AND r.about = version) OR (r.scope = 'submission' AND r.about = submission))
    ORDER BY r.scope = 'version' DESC, r.at DESC, r.id DESC
    LIMIT 1
$$;

-- What anybody may see on a day, from what was known at a moment (R4: no job takes part in it).
CREATE FUNCTION disclosure_shown(day date, moment timestamptz)
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
      AND (NOT t.review OR disclosure_reviewed(v.id, v.submission_id, moment) = 'approved')
$$;
