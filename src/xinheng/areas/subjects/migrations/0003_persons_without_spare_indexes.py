"""Indexes of persons that no query needs: with collation C the plain ones answer the beginning of a text as well."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0002_search_function")]
    operations = [
        migrations.AlterField(
            model_name="personroleheld",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roles",
                to="subjects.person",
            ),
        ),
        migrations.RunSQL(
            "DROP INDEX IF EXISTS subjects_person_keyed_hash_795cc635_like",
            "CREATE INDEX subjects_person_keyed_hash_795cc635_like"
            " ON subjects_person (keyed_hash varchar_pattern_ops)",
        ),
    ]
