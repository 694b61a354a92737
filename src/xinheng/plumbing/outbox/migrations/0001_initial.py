"""News, places that are given after the commit, cursors."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('consumer', models.TextField(primary_key=True, serialize=False)),
                ('place', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.TextField()),
                ('payload', models.JSONField()),
                ('at', models.DateTimeField()),
                ('place', models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('place__isnull', True)), fields=['id'], name='outbox_not_placed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('topic', ''), _negated=True), name='outbox_topic_said')],
            },
        ),
        migrations.RunSQL(
            (HERE / "places.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER outbox_news_only_placed ON outbox_news; DROP FUNCTION outbox_only_placed(); DROP SEQUENCE outbox_place",
        ),
    ]
