CREATE TABLE archive_version (
    shelf         integer     NOT NULL,
    id            bigint      NOT NULL,
    item          text        NOT NULL,
    key           bytea       NOT NULL,
    content_hash  bytea       NOT NULL,
    subject_kind  text        NOT NULL,
    subject       text        NOT NULL,
    organ         text        NOT NULL,
    instrument    text        NOT NULL,
    decided_on    date,
    begins_on     date,
    ends_on       date,
    region        text        NOT NULL,
    provider      text        NOT NULL,
    source        text        NOT NULL,
    submission_id bigint      NOT NULL,
    row_no        integer     NOT NULL,
    change        text        NOT NULL,
    known_from    timestamptz NOT NULL,
    data          jsonb       NOT NULL,
    withheld      jsonb       NOT NULL DEFAULT '{}',
    CONSTRAINT archive_version_change CHECK (change IN ('new', 'corrected', 'withdrawn')),
    CONSTRAINT archive_version_person CHECK (
        subject_kind = 'organisation' OR (subject_kind = 'person' AND instrument <> '' AND organ <> '')
    ),
    PRIMARY KEY (id, shelf)
) PARTITION BY LIST (shelf);

CREATE INDEX archive_version_key ON archive_version (item, key) INCLUDE (content_hash);
CREATE INDEX archive_version_subject ON archive_version (subject, item, decided_on DESC);
CREATE INDEX archive_version_recent ON archive_version (item, decided_on DESC, id DESC);

CREATE TABLE archive_version_s0 PARTITION OF archive_version FOR VALUES IN (0);

CREATE FUNCTION archive_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the archive keeps every version: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER archive_version_kept BEFORE UPDATE OR DELETE ON archive_version
    FOR EACH ROW EXECUTE FUNCTION archive_refuse_change();
CREATE TRIGGER archive_version_not_emptied BEFORE TRUNCATE ON archive_version
    FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse_change();
