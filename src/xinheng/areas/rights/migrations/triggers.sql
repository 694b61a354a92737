-- Which step leads from which state to which, in whose part; the Python tables OBJECTION, REPAIR and WITHDRAWAL say
-- the same, and a test compares them. A table without a model: nothing but a migration changes it.
CREATE TABLE rights_transition (
    kind     text    NOT NULL,
    source   text    NOT NULL,
    step     text    NOT NULL,
    target   text    NOT NULL,
    by       text    NOT NULL,
    settles  boolean NOT NULL,
    reasoned boolean NOT NULL,
    PRIMARY KEY (kind, source, step, by)
);

INSERT INTO rights_transition (kind, source, step, target, by, settles, reasoned) VALUES
    ('objection', '', 'lodged', 'lodged', 'party', false, false),
    ('objection', '', 'taken_in', 'with_provider', 'provider', false, false),
    ('objection', '', 'taken_in', 'with_agency', 'agency', false, false),
    ('objection', 'lodged', 'own_fault', 'with_centre', 'centre', false, true),
    ('objection', 'lodged', 'transferred', 'with_provider', 'centre', false, false),
    ('objection', 'with_centre', 'granted', 'granted', 'centre', true, true),
    ('objection', 'with_centre', 'refused', 'refused', 'centre', true, true),
    ('objection', 'with_provider', 'acknowledged', 'with_provider', 'provider', false, false),
    ('objection', 'with_provider', 'granted', 'granted', 'provider', true, true),
    ('objection', 'with_provider', 'refused', 'refused', 'provider', true, true),
    ('objection', 'with_provider', 'taken_over', 'taken_over', 'centre', false, true),
    ('objection', 'taken_over', 'granted', 'granted', 'centre', true, true),
    ('objection', 'taken_over', 'refused', 'refused', 'centre', true, true),
    ('objection', 'refused', 'second_look_asked', 'second_look', 'party', false, true),
    ('objection', 'second_look', 'granted', 'granted', 'centre', true, true),
    ('objection', 'second_look', 'upheld', 'upheld', 'centre', true, true),
    ('objection', 'with_agency', 'annotated', 'with_agency', 'agency', false, false),
    ('objection', 'with_agency', 'granted', 'granted', 'agency', true, true),
    ('objection', 'with_agency', 'refused', 'refused_by_agency', 'agency', true, true),
    ('objection', 'with_agency', 'handed_on', 'lodged', 'agency', false, false),
    ('objection', 'refused_by_agency', 'handed_on', 'lodged', 'party', false, false),
    ('objection', 'lodged', 'given_up', 'given_up', 'party', true, false),
    ('objection', 'with_centre', 'given_up', 'given_up', 'party', true, false),
    ('objection', 'with_provider', 'given_up', 'given_up', 'party', true, false),
    ('objection', 'with_agency', 'given_up', 'given_up', 'party', true, false),
    ('objection', 'taken_over', 'given_up', 'given_up', 'party', true, false),
    ('objection', 'second_look', 'given_up', 'given_up', 'party', true, false),
    ('objection', 'lodged', 'evidence_added', 'lodged', 'party', false, false),
    ('objection', 'with_centre', 'evidence_added', 'with_centre', 'party', false, false),
    ('objection', 'with_provider', 'evidence_added', 'with_provider', 'party', false, false),
    ('objection', 'with_agency', 'evidence_added', 'with_agency', 'party', false, false),
    ('objection', 'taken_over', 'evidence_added', 'taken_over', 'party', false, false),
    ('objection', 'second_look', 'evidence_added', 'second_look', 'party', false, false),
    ('repair', '', 'applied', 'applied', 'party', false, false),
    ('repair', '', 'proven', 'repaired', 'provider', true, false),
    ('repair', 'applied', 'accepted', 'accepted', 'provider', false, false),
    ('repair', 'applied', 'not_accepted', 'not_accepted', 'provider', true, true),
    ('repair', 'accepted', 'repaired', 'repaired', 'provider', true, false),
    ('repair', 'accepted', 'refused', 'refused', 'provider', true, true),
    ('repair', 'redecide', 'repaired', 'repaired', 'provider', true, false),
    ('repair', 'redecide', 'refused', 'refused_again', 'provider', true, true),
    ('repair', 'applied', 'accepted', 'accepted', 'centre', false, false),
    ('repair', 'applied', 'not_accepted', 'not_accepted', 'centre', true, true),
    ('repair', 'accepted', 'repaired', 'repaired', 'centre', true, false),
    ('repair', 'accepted', 'refused', 'refused', 'centre', true, true),
    ('repair', 'redecide', 'repaired', 'repaired', 'centre', true, false),
    ('repair', 'redecide', 'refused', 'refused_again', 'centre', true, true),
    ('repair', 'not_accepted', 'second_look_asked', 'second_look', 'party', false, true),
    ('repair', 'refused', 'second_look_asked', 'second_look', 'party', false, true),
    ('repair', 'second_look', 'sent_back', 'redecide', 'centre', false, true),
    ('repair', 'second_look', 'upheld', 'upheld', 'centre', true, true),
    ('repair', 'applied', 'given_up', 'given_up', 'party', true, false),
    ('repair', 'accepted', 'given_up', 'given_up', 'party', true, false),
    ('repair', 'second_look', 'given_up', 'given_up', 'party', true, false),
    ('repair', 'redecide', 'given_up', 'given_up', 'party', true, false),
    ('repair', 'applied', 'evidence_added', 'applied', 'party', false, false),
    ('repair', 'accepted', 'evidence_added', 'accepted', 'party', false, false),
    ('repair', 'second_look', 'evidence_added', 'second_look', 'party', false, false),
    ('repair', 'redecide', 'evidence_added', 'redecide', 'party', false, false),
    ('withdrawal', '', 'withdrawn', 'withdrawn', 'provider', true, false),
    ('withdrawal', '', 'withdrawn', 'withdrawn', 'centre', true, false),
    ('withdrawal', 'withdrawn', 'reinstated', 'reinstated', 'provider', true, true);

CREATE FUNCTION rights_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- A case begins without a state and gets it from its first step, in the same transaction.
CREATE FUNCTION rights_case_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> '' OR NEW.steps <> 0 OR NEW.settled THEN
        RAISE EXCEPTION 'case % does not begin at the beginning', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION rights_case_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT steps FROM rights_case WHERE id = NEW.id) = 0 THEN
        RAISE EXCEPTION 'case % has no first step', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

-- Only a step moves a case, and only what a step moves.
CREATE FUNCTION rights_case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 OR (to_jsonb(NEW) - '{state,settled,steps,last_at}'::text[])
                              <> (to_jsonb(OLD) - '{state,settled,steps,last_at}'::text[]) THEN
        RAISE EXCEPTION 'case % is moved by its steps alone', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION rights_step_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
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
    UPDATE rights_case SET state = allowed.target, settled = allowed.settles, steps = NEW.no, last_at = NEW.at
    WHERE id = known.id;
    RETURN NEW;
END
$$;

CREATE TRIGGER rights_case_begins BEFORE INSERT ON rights_case
    FOR EACH ROW EXECUTE FUNCTION rights_case_begins();
CREATE CONSTRAINT TRIGGER rights_case_has_begun AFTER INSERT ON rights_case DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION rights_case_has_begun();
CREATE TRIGGER rights_case_moves BEFORE UPDATE ON rights_case
    FOR EACH ROW EXECUTE FUNCTION rights_case_moves();
CREATE TRIGGER rights_case_kept BEFORE DELETE OR TRUNCATE ON rights_case
    FOR EACH STATEMENT EXECUTE FUNCTION rights_refuse_change();
CREATE TRIGGER rights_step_allowed BEFORE INSERT ON rights_step
    FOR EACH ROW EXECUTE FUNCTION rights_step_allowed();
CREATE TRIGGER rights_step_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_step
    FOR EACH STATEMENT EXECUTE FUNCTION rights_refuse_change();
CREATE TRIGGER rights_evidence_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION rights_refuse_change();
CREATE TRIGGER rights_objection_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_objection
    FOR EACH STATEMENT EXECUTE FUNCTION rights_refuse_change();
CREATE TRIGGER rights_repair_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_repair
    FOR EACH STATEMENT EXECUTE FUNCTION rights_refuse_change();
CREATE TRIGGER rights_withdrawn_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_withdrawn
    FOR EACH STATEMENT EXECUTE FUNCTION rights_refuse_change();
