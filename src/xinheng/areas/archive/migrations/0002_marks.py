"""Marks on records, the records that bear them, their ends."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

HERE = Path(__file__).parent
KINDS = ["objected", "suspended", "repaired", "revoked", "removed", "stated"]


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(choices=[(kind, kind) for kind in KINDS])),
                ("case_kind", models.TextField()),
                ("case_id", models.TextField()),
                ("words_zh", models.TextField()),
                ("words_en", models.TextField()),
                ("at", models.DateTimeField()),
                ("records", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["case_kind", "case_id"], name="archive_mark_case")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="archive_mark_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case_kind", ""), _negated=True), models.Q(("case_id", ""), _negated=True)
                        ),
                        name="archive_mark_has_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Marked",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "item", "key", "mark", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.mark",
                    ),
                ),
                ("item", models.TextField()),
                ("key", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="MarkEnd",
            fields=[
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="archive.mark",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="archive_markend_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="archive_markend_why"
                    )
                ]
            },
        ),
        migrations.RunSQL(
            (HERE / "marks.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION archive_counting(timestamptz); DROP FUNCTION archive_marks(timestamptz)",
        ),
    ]
