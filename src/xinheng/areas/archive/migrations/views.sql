CREATE TRIGGER archive_supersession_kept BEFORE UPDATE OR DELETE ON archive_supersession
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_takenback_kept BEFORE UPDATE OR DELETE ON archive_takenback
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change();

-- Which versions stood at a moment: taken in by then, not taken back by then, and with no other version in
-- their place by then (a supersession by a submission that was taken back since does not count).
CREATE FUNCTION archive_standing(moment timestamptz) RETURNS SETOF archive_version
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.* FROM archive_version v
    WHERE v.known_from <= moment
      AND NOT EXISTS (SELECT FROM archive_takenback t WHERE t.submission_id = v.submission_id AND t.at <= moment)
      AND NOT EXISTS (
          SELECT FROM archive_supersession s
          WHERE s.version_id = v.id AND s.at <= moment
            AND NOT EXISTS (SELECT FROM archive_takenback b WHERE b.submission_id = s.submission_id AND b.at <= moment)
      )
$$;
