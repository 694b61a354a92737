"""Terms and reviews, and the functions that compute what is shown."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    initial = True
    dependencies = [("archive", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.TextField()),
                ("first", models.DateField()),
                ("last", models.DateField(null=True)),
                ("mode", models.TextField()),
                ("starts", models.TextField()),
                ("months", models.IntegerField()),
                ("days", models.IntegerField()),
                ("until", models.TextField()),
                ("review", models.BooleanField()),
                ("entry", models.TextField()),
                ("pack", models.TextField()),
                ("version", models.TextField()),
                ("status", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["item", "first"], name="disclosure_term_once")]
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.TextField(choices=[("submission", "submission"), ("version", "version")])),
                ("about", models.BigIntegerField()),
                ("decision", models.TextField(choices=[("approved", "approved"), ("refused", "refused")])),
                ("reason", models.TextField()),
                ("actor", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "about", "-at"], name="disclosure_review_about")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision", "refused"), _negated=True)
                        | models.Q(("reason", ""), _negated=True),
                        name="disclosure_refusal_has_reason",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            (HERE / "views.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION disclosure_shown; DROP FUNCTION disclosure_reviewed; DROP FUNCTION disclosure_last_day",
        ),
    ]
