-- Only a step moves a case, and only what a step moves: its state, and to whose desk it goes.
CREATE OR REPLACE FUNCTION rights_case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2
       OR (to_jsonb(NEW) - '{state,settled,steps,last_at,department_id}'::text[])
          <> (to_jsonb(OLD) - '{state,settled,steps,last_at,department_id}'::text[]) THEN
        RAISE EXCEPTION 'case % is moved by its steps alone', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

-- A step that hands a case to a department names it in what it tells.
CREATE OR REPLACE FUNCTION rights_step_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known rights_case;
    allowed rights_transition;
BEGIN
    SELECT * INTO known FROM rights_case WHERE id = NEW.case_id FOR UPDATE;
    IF NEW.no <> known.steps + 1 OR NEW.source <> known.state THEN
        RAISE EXCEPTION 'case % has moved on: step % from %', known.number, NEW.no, NEW.source
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.at < known.last_at THEN
        RAISE EXCEPTION 'case %: a step before the last one', known.number USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO allowed FROM rights_transition t
    WHERE t.kind = known.kind AND t.source = NEW.source AND t.step = NEW.step AND t."by" = NEW."by";
    IF NOT FOUND OR NEW.target <> allowed.target THEN
        RAISE EXCEPTION 'case %: no % by % from "%" to "%"', known.number, NEW.step, NEW."by", NEW.source, NEW.target
            USING ERRCODE = 'check_violation';
    END IF;
    IF allowed.reasoned AND btrim(NEW.reason, E' \t\r\n\u3000') = '' THEN
        RAISE EXCEPTION 'case %: % without reasons', known.number, NEW.step USING ERRCODE = 'check_violation';
    END IF;
    UPDATE rights_case
    SET state = allowed.target, settled = allowed.settles, steps = NEW.no, last_at = NEW.at,
        department_id = coalesce(NEW.told ->> 'department', department_id)
    WHERE id = known.id;
    RETURN NEW;
END
$$;
