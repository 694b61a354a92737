-- A clock keeps its case, event and bound for ever; it ends once; an ended one may only be judged again with its day.
CREATE FUNCTION clocks_guard_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'clocks are never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.deadline, NEW.about_kind, NEW.about_id, NEW.bound_kind, NEW.bound_id, NEW.event_on, NEW.started_at)
       IS DISTINCT FROM
       (OLD.deadline, OLD.about_kind, OLD.about_id, OLD.bound_kind, OLD.bound_id, OLD.event_on, OLD.started_at)
    THEN
        RAISE EXCEPTION 'what a clock is about does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'running' AND NOT (
        NEW.stopped_at = OLD.stopped_at AND OLD.state <> 'cancelled' AND NEW.state IN ('met', 'met_late')
    ) THEN
        RAISE EXCEPTION 'an ended clock stays ended' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER clocks_clock_guarded BEFORE UPDATE OR DELETE ON clocks_clock
    FOR EACH ROW EXECUTE FUNCTION clocks_guard_clock();
CREATE TRIGGER clocks_clock_kept BEFORE TRUNCATE ON clocks_clock
    FOR EACH STATEMENT EXECUTE FUNCTION clocks_guard_clock();
CREATE TRIGGER clocks_reckoning_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON clocks_reckoning
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- in time through the last day, late from the day after: the pure twin is xinheng.areas.clocks.rules.ended
ALTER TABLE clocks_clock ADD CONSTRAINT clocks_clock_judged CHECK (
    state NOT IN ('met', 'met_late')
    OR (state = 'met') = ((stopped_at AT TIME ZONE 'Asia/Shanghai')::date <= due_on)
);

-- Clocks whose lapse suspends the display of what their case is about. On a day and at a moment it does where
--     started_at <= moment AND (stopped_at IS NULL OR moment < stopped_at) AND due_on < day AND (until IS NULL OR day <= until)
-- `due_on` is not earlier than the day before the lapse rule began; `until` the last day of that rule.
CREATE VIEW clocks_suspending AS
    SELECT c.about_kind, c.about_id, greatest(c.due_on, l.first - 1) AS due_on, c.started_at, c.stopped_at,
           l.last AS until, c.id AS clock_id
    FROM clocks_clock c
    JOIN clocks_lapse l ON l.deadline = c.deadline AND l.effect = 'suspend_display';

-- The cases whose records are suspended on a day, from what was known at a moment.
CREATE FUNCTION clocks_suspended(day date, moment timestamptz)
RETURNS TABLE (about_kind text, about_id text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT s.about_kind, s.about_id FROM clocks_suspending s
    WHERE s.started_at <= moment AND (s.stopped_at IS NULL OR moment < s.stopped_at)
      AND s.due_on < day AND (s.until IS NULL OR day <= s.until)
$$;
