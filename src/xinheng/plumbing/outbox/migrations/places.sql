CREATE SEQUENCE outbox_place;

CREATE FUNCTION outbox_only_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.place IS NULL AND NEW.place IS NOT NULL AND to_jsonb(NEW) - 'place' = to_jsonb(OLD) - 'place' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'news are never changed' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER outbox_news_only_placed BEFORE UPDATE ON outbox_news
    FOR EACH ROW EXECUTE FUNCTION outbox_only_placed();
