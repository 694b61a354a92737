"""Clocks, their reckonings and lapse rules; what suspends display."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


HERE = Path(__file__).parent


class Migration(migrations.Migration):

    initial = True

    dependencies = [("ledger", "0002_rows_are_only_added")]

    operations = [
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deadline', models.TextField(help_text="id of the lawpack's deadline")),
                ('title_zh', models.TextField()),
                ('title_en', models.TextField()),
                ('about_kind', models.TextField()),
                ('about_id', models.TextField()),
                ('bound_kind', models.TextField()),
                ('bound_id', models.TextField(blank=True)),
                ('event_on', models.DateField()),
                ('due_on', models.DateField()),
                ('provisional', models.BooleanField()),
                ('rule', models.TextField(help_text='<pack>/<entry>@<version>')),
                ('status', models.TextField()),
                ('started_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
                ('state', models.TextField(default='running')),
            ],
            options={
                'indexes': [models.Index(fields=['about_kind', 'about_id'], name='clocks_clock_about'), models.Index(condition=models.Q(('state', 'running')), fields=['due_on', 'id'], name='clocks_clock_due'), models.Index(condition=models.Q(('state', 'running')), fields=['bound_kind', 'bound_id', 'due_on', 'id'], name='clocks_clock_bound_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['running', 'met', 'met_late', 'cancelled'])), name='clocks_clock_state_known'), models.CheckConstraint(condition=models.Q(('bound_kind__in', ['department', 'centre', 'agency', 'subject'])), name='clocks_clock_bound_known'), models.CheckConstraint(condition=models.Q(models.Q(('bound_id', ''), ('bound_kind', 'centre')), models.Q(models.Q(('bound_kind', 'centre'), _negated=True), models.Q(('bound_id', ''), _negated=True)), _connector='OR'), name='clocks_clock_binds_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), ('stopped_at__isnull', True)), models.Q(models.Q(('state', 'running'), _negated=True), ('stopped_at__isnull', False)), _connector='OR'), name='clocks_clock_ended_when'), models.CheckConstraint(condition=models.Q(('stopped_at__isnull', True), ('stopped_at__gte', models.F('started_at')), _connector='OR'), name='clocks_clock_forward'), models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('about_kind', 'about_id', 'deadline'), name='clocks_clock_once_running')],
            },
        ),
        migrations.CreateModel(
            name='Lapse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deadline', models.TextField()),
                ('first', models.DateField()),
                ('last', models.DateField(null=True)),
                ('effect', models.TextField()),
                ('own_rule', models.BooleanField()),
                ('rule', models.TextField(help_text='<pack>/<entry>@<version>')),
                ('status', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('deadline', 'first'), name='clocks_lapse_once')],
            },
        ),
        migrations.CreateModel(
            name='Reckoned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('provisional', models.BooleanField()),
                ('rule', models.TextField()),
                ('status', models.TextField()),
                ('why', models.TextField()),
                ('law', models.TextField(help_text='digest of the packs that gave it')),
                ('at', models.DateTimeField()),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reckonings', to='clocks.clock')),
            ],
            options={
                'db_table': 'clocks_reckoning',
            },
        ),
        migrations.RunSQL(
            (HERE / "views.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION clocks_suspended; DROP VIEW clocks_suspending; ALTER TABLE clocks_clock DROP CONSTRAINT clocks_clock_judged;"
            "DROP TRIGGER clocks_reckoning_only_added ON clocks_reckoning; DROP FUNCTION clocks_guard_clock CASCADE",
        ),
    ]
