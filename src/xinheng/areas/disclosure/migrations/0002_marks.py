"""What is shown heeds the marks on a record."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial"), ("archive", "0002_marks")]
    operations = [
        migrations.RunSQL((HERE / "marks.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
