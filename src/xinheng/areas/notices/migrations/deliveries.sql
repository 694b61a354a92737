CREATE FUNCTION notices_only_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome IS NULL AND NEW.outcome IS NOT NULL
       AND to_jsonb(NEW) - ARRAY['outcome', 'ended_at', 'detail', 'reference']
           = to_jsonb(OLD) - ARRAY['outcome', 'ended_at', 'detail', 'reference'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'of a try only its end is noted' USING ERRCODE = 'restrict_violation';
END
$$;

-- a delivery that ended stays as it ended, and stays that of its notice, contact and key
CREATE FUNCTION notices_delivery_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('waiting', 'trying_again') AND (NEW.repeated OR NOT OLD.repeated)
       AND to_jsonb(NEW) - ARRAY['state', 'repeated', 'changed_at']
           = to_jsonb(OLD) - ARRAY['state', 'repeated', 'changed_at'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a delivery that ended is not changed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER notices_try_only_ended BEFORE UPDATE ON notices_try
    FOR EACH ROW EXECUTE FUNCTION notices_only_ended();
CREATE TRIGGER notices_delivery_goes_on BEFORE UPDATE ON notices_delivery
    FOR EACH ROW EXECUTE FUNCTION notices_delivery_goes_on();
CREATE TRIGGER notices_try_only_added BEFORE DELETE OR TRUNCATE ON notices_try
    FOR EACH STATEMENT EXECUTE FUNCTION notices_refuse_change();
CREATE TRIGGER notices_delivery_only_added BEFORE DELETE OR TRUNCATE ON notices_delivery
    FOR EACH STATEMENT EXECUTE FUNCTION notices_refuse_change();
CREATE TRIGGER notices_followed_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON notices_followed
    FOR EACH STATEMENT EXECUTE FUNCTION notices_refuse_change();
