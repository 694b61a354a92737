"""Notices; what they must carry, and that they stay as they were given."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('addressee_kind', models.TextField()),
                ('addressee', models.TextField()),
                ('about_kind', models.TextField()),
                ('about_id', models.TextField()),
                ('subject_zh', models.TextField()),
                ('subject_en', models.TextField()),
                ('says_zh', models.TextField()),
                ('says_en', models.TextField()),
                ('basis', models.JSONField()),
                ('reasons', models.TextField()),
                ('remedy_zh', models.TextField()),
                ('remedy_en', models.TextField()),
                ('due_on', models.DateField(null=True)),
                ('link', models.TextField()),
                ('actor', models.TextField()),
                ('at', models.DateTimeField()),
                ('salt', models.BinaryField(max_length=16)),
                ('leaf', models.BinaryField(max_length=32)),
                ('sending', models.BigIntegerField()),
                ('place', models.IntegerField()),
                ('read_at', models.DateTimeField(null=True)),
                ('read_by', models.TextField(default='')),
            ],
            options={
                'indexes': [models.Index(fields=['addressee_kind', 'addressee', '-id'], name='notices_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['addressee_kind', 'addressee'], name='notices_unread'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['at'], name='notices_unread_since'), models.Index(fields=['about_kind', 'about_id', 'id'], name='notices_about'), models.Index(fields=['sending', 'place'], name='notices_sending')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('addressee', ''), ('addressee_kind', 'centre')), models.Q(('addressee_kind__in', ['organisation', 'person', 'department']), models.Q(('addressee', ''), _negated=True)), _connector='OR'), name='notices_addressee_known'), models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('read_by', '')), models.Q(('read_at__isnull', False), models.Q(('read_by', ''), _negated=True)), _connector='OR'), name='notices_reading_says_who')],
            },
        ),
        migrations.RunSQL(
            (HERE / "complete.sql").read_text(encoding="utf-8"),
            (HERE / "complete_back.sql").read_text(encoding="utf-8"),
        ),
    ]
