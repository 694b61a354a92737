"""The partitioned version table, supersessions, submissions that were taken back."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(
            (HERE / "tables.sql").read_text(encoding="utf-8"),
            "DROP TABLE archive_version; DROP FUNCTION archive_refuse_change() CASCADE",
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("shelf", models.IntegerField()),
                ("item", models.TextField()),
                ("key", models.BinaryField()),
                ("content_hash", models.BinaryField()),
                ("subject_kind", models.TextField()),
                ("subject", models.TextField()),
                ("organ", models.TextField()),
                ("instrument", models.TextField()),
                ("decided_on", models.DateField(null=True)),
                ("begins_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("region", models.TextField()),
                ("provider", models.TextField()),
                ("source", models.TextField()),
                ("submission_id", models.BigIntegerField()),
                ("row_no", models.IntegerField()),
                ("change", models.TextField()),
                ("known_from", models.DateTimeField()),
                ("data", models.JSONField()),
                ("withheld", models.JSONField(default=dict)),
            ],
            options={"db_table": "archive_version", "managed": False},
        ),
        migrations.CreateModel(
            name="Supersession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version_id", models.BigIntegerField()),
                ("by_version_id", models.BigIntegerField()),
                ("submission_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["version_id", "by_version_id"], name="archive_supersession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("version_id", models.F("by_version_id")), _negated=True),
                        name="archive_supersession_other",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                ("submission_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("actor", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="archive_takenback_reason"
                    )
                ]
            },
        ),
        migrations.RunSQL(
            (HERE / "views.sql").read_text(encoding="utf-8"), "DROP FUNCTION archive_standing(timestamptz)"
        ),
    ]
