"""An authorisation ends once, a code is used once; the database lets nothing else happen to them."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER consent_authorisation_kept BEFORE DELETE OR TRUNCATE ON consent_authorisation
    FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse_change();
CREATE TRIGGER consent_authorisation_only_ended BEFORE UPDATE ON consent_authorisation
    FOR EACH ROW EXECUTE FUNCTION consent_only_end('revoked_at', 'revoked_by', 'revoked_why');
CREATE TRIGGER consent_code_kept BEFORE DELETE OR TRUNCATE ON consent_code
    FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse_change();
CREATE TRIGGER consent_code_only_used BEFORE UPDATE ON consent_code
    FOR EACH ROW EXECUTE FUNCTION consent_only_end('used_at', 'used_by');
"""
BACKWARD = """
DROP TRIGGER consent_code_only_used ON consent_code;
DROP TRIGGER consent_code_kept ON consent_code;
DROP TRIGGER consent_authorisation_only_ended ON consent_authorisation;
DROP TRIGGER consent_authorisation_kept ON consent_authorisation;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_authorisations")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
