"""Due days, source counts, explanations; the functions that join them to the archive."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("departments", "0001_initial"),
        ("archive", "0001_initial"),
        ("disclosure", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.TextField()),
                ('file_hash', models.TextField()),
                ('actor', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Due',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deadline', models.TextField()),
                ('item', models.TextField()),
                ('start_day', models.DateField()),
                ('due_day', models.DateField()),
                ('provisional', models.BooleanField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'start_day'), include=('due_day', 'provisional'), name='quality_due_once'), models.CheckConstraint(condition=models.Q(('due_day__gte', models.F('start_day'))), name='quality_due_later')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fault', models.TextField(choices=[('late', 'late'), ('concealed', 'concealed')])),
                ('about', models.BigIntegerField(help_text='late: the submission; concealed: the source count')),
                ('reason', models.TextField()),
                ('actor', models.TextField()),
                ('at', models.DateTimeField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fault', 'about'), name='quality_closure_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='quality_closure_has_reason'), models.CheckConstraint(condition=models.Q(('fault__in', ['late', 'concealed'])), name='quality_closure_fault')],
            },
        ),
        migrations.CreateModel(
            name='SourceCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.TextField()),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('count', models.IntegerField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='quality.sourcereport')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='quality_count_in_order'), models.CheckConstraint(condition=models.Q(('count__gte', 0)), name='quality_count_not_negative'), models.UniqueConstraint(fields=('department', 'item', 'first', 'last', 'report'), name='quality_count_once')],
            },
        ),
        migrations.RunSQL(
            (HERE / "views.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION quality_undisplayed; DROP FUNCTION quality_record;"
            " DROP FUNCTION quality_refuse_change() CASCADE",
        ),
    ]
