"""What is shown heeds the marks on a record."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial"), ("archive", "0002_marks"), ("clocks", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (HERE / "marks.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION disclosure_counting; DROP FUNCTION disclosure_hidden CASCADE",
        ),
    ]
