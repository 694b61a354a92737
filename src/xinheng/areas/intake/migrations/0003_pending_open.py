"""Rows that wait are counted by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_uploads")]
    operations = [
        migrations.AddIndex(
            "pendingrow",
            models.Index(fields=["rule"], condition=models.Q(("state", "open")), name="intake_pending_open_rule"),
        )
    ]
