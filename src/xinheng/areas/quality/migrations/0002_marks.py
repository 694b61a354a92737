"""A record that a mark hides is not missing from display."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial"), ("disclosure", "0002_marks")]
    operations = [
        migrations.RunSQL((HERE / "marks.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
