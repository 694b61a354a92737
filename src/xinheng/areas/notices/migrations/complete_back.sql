DROP TRIGGER notices_notice_only_added ON notices_notice;
DROP TRIGGER notices_notice_only_read ON notices_notice;
DROP FUNCTION notices_only_read();
DROP FUNCTION notices_refuse_change();
ALTER TABLE notices_notice
    DROP CONSTRAINT notices_words,
    DROP CONSTRAINT notices_adverse_complete,
    DROP CONSTRAINT notices_decided_complete,
    DROP CONSTRAINT notices_sizes;
