-- R2 in the database: an adverse effect without basis, reasons, remedy and due day, a decision without the first three,
-- cannot be told, whatever program writes.
ALTER TABLE notices_notice
    ADD CONSTRAINT notices_words CHECK (
        subject_zh <> '' AND subject_en <> '' AND says_zh <> '' AND says_en <> '' AND jsonb_typeof(basis) = 'array'
    ),
    ADD CONSTRAINT notices_adverse_complete CHECK (
        kind NOT IN ('adverse_effect_intended', 'adverse_effect_taken') OR due_on IS NOT NULL
    ),
    ADD CONSTRAINT notices_decided_complete CHECK (
        kind NOT IN (
            'adverse_effect_intended', 'adverse_effect_taken', 'objection_decided', 'objection_looked_at_again',
            'repair_decided'
        )
        OR (
            jsonb_array_length(basis) > 0
            AND NOT jsonb_path_exists(
                basis, '$[*] ? (!(exists(@.quote) && exists(@.article)) || @.quote == null || @.quote == "" || @.article == "")'
            )
            AND reasons ~ '\S' AND remedy_zh ~ '\S' AND remedy_en ~ '\S'
        )
    ),
    ADD CONSTRAINT notices_sizes CHECK (octet_length(salt) = 16 AND octet_length(leaf) = 32 AND place >= 0);

CREATE FUNCTION notices_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION notices_only_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.read_at IS NULL AND NEW.read_at IS NOT NULL
       AND to_jsonb(NEW) - 'read_at' - 'read_by' = to_jsonb(OLD) - 'read_at' - 'read_by' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'of a notice only the first reading is noted' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER notices_notice_only_read BEFORE UPDATE ON notices_notice
    FOR EACH ROW EXECUTE FUNCTION notices_only_read();
CREATE TRIGGER notices_notice_only_added BEFORE DELETE OR TRUNCATE ON notices_notice
    FOR EACH STATEMENT EXECUTE FUNCTION notices_refuse_change();
