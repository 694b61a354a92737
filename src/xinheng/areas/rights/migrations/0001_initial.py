"""Cases, steps, evidence; the transitions and the triggers that hold cases to them."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('departments', '0002_access_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('state', models.TextField(default='')),
                ('settled', models.BooleanField(default=False)),
                ('steps', models.IntegerField(default=0)),
                ('item', models.TextField()),
                ('key', models.BinaryField(null=True)),
                ('version', models.BigIntegerField(null=True)),
                ('content_hash', models.BinaryField(null=True)),
                ('subject_kind', models.TextField(default='')),
                ('subject', models.TextField(default='')),
                ('party_kind', models.TextField()),
                ('party', models.TextField()),
                ('mandate', models.BigIntegerField(null=True)),
                ('channel', models.TextField()),
                ('lodged_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department')),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_no', models.IntegerField()),
                ('sha256', models.TextField()),
                ('name', models.TextField()),
                ('media_type', models.TextField()),
                ('size', models.BigIntegerField()),
                ('stored', models.JSONField()),
                ('by', models.TextField()),
                ('actor', models.TextField()),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='rights.case')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.IntegerField()),
                ('step', models.TextField()),
                ('by', models.TextField()),
                ('source', models.TextField()),
                ('target', models.TextField()),
                ('actor', models.TextField()),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(default='')),
                ('told', models.JSONField(default=dict)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='rights.case')),
            ],
        ),
        migrations.CreateModel(
            name='Withdrawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.TextField()),
                ('key', models.BinaryField()),
                ('cause', models.TextField()),
                ('instrument', models.TextField()),
                ('decided_on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn', to='rights.case')),
            ],
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='objection', serialize=False, to='rights.case')),
                ('ground', models.TextField()),
                ('says', models.TextField()),
                ('wants', models.TextField()),
                ('claims', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ground__in', ['wrong', 'incomplete', 'trade_secret', 'privacy', 'personal_information'])), name='rights_objection_ground'), models.CheckConstraint(condition=models.Q(('wants__in', ['correct', 'remove'])), name='rights_objection_wants'), models.CheckConstraint(condition=models.Q(('says', ''), _negated=True), name='rights_objection_says')],
            },
        ),
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='repair', serialize=False, to='rights.case')),
                ('says', models.TextField()),
                ('met', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('rule', models.TextField(help_text='entry of the lawpack and its version')),
                ('decider', models.TextField(help_text='who decides by that rule')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('says', ''), _negated=True), name='rights_repair_says'), models.CheckConstraint(condition=models.Q(('decider__in', ['provider', 'centre'])), name='rights_repair_decider')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['department', 'kind', 'settled', 'id'], name='rights_case_department'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['kind', 'state', 'id'], name='rights_case_state'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['party_kind', 'party', '-id'], name='rights_case_party'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['item', 'key'], name='rights_case_record'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['objection', 'repair', 'withdrawal'])), name='rights_case_kind'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['platform', 'counter', 'provider', 'agency'])), name='rights_case_channel'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('party_kind__in', ['organisation', 'person', 'department']), models.Q(('party', ''), _negated=True)), name='rights_case_party'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'withdrawal'), models.Q(('content_hash__isnull', False), ('key__isnull', False), ('subject_kind__in', ['organisation', 'person']), ('version__isnull', False), models.Q(('subject', ''), _negated=True)), _connector='OR'), name='rights_case_about_a_record'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('settled', False)), fields=('kind', 'item', 'key', 'party_kind', 'party'), name='rights_case_one_open'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('case', 'sha256'), name='rights_evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='rights_evidence_sha256'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('case', 'no'), name='rights_step_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('by__in', ['party', 'provider', 'centre', 'agency', 'platform'])), name='rights_step_by'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('actor', ''), _negated=True), name='rights_step_actor'),
        ),
        migrations.AddIndex(
            model_name='withdrawn',
            index=models.Index(fields=['item', 'key'], name='rights_withdrawn_record'),
        ),
        migrations.AddConstraint(
            model_name='withdrawn',
            constraint=models.UniqueConstraint(fields=('case', 'item', 'key'), name='rights_withdrawn_once'),
        ),
        migrations.AddConstraint(
            model_name='withdrawn',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['organ', 'reconsideration', 'judgment'])), name='rights_withdrawn_cause'),
        ),
        migrations.AddConstraint(
            model_name='withdrawn',
            constraint=models.CheckConstraint(condition=models.Q(('instrument', ''), _negated=True), name='rights_withdrawn_instrument'),
        ),
        migrations.RunSQL(
            (HERE / "triggers.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION rights_case_begins() CASCADE; DROP FUNCTION rights_case_has_begun() CASCADE;"
            " DROP FUNCTION rights_case_moves() CASCADE; DROP FUNCTION rights_step_allowed() CASCADE;"
            " DROP FUNCTION rights_refuse_change() CASCADE; DROP TABLE rights_transition",
        ),
    ]
