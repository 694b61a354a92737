DROP TRIGGER notices_followed_only_added ON notices_followed;
DROP TRIGGER notices_delivery_only_added ON notices_delivery;
DROP TRIGGER notices_try_only_added ON notices_try;
DROP TRIGGER notices_delivery_goes_on ON notices_delivery;
DROP TRIGGER notices_try_only_ended ON notices_try;
DROP FUNCTION notices_delivery_goes_on();
DROP FUNCTION notices_only_ended();
