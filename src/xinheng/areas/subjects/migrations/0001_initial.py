import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('undone_reason', models.TextField(null=True)),
                ('undone_by', models.CharField(max_length=150, null=True)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uscc', models.CharField(db_collation='C', max_length=18, null=True)),
                ('name', models.CharField(max_length=300)),
                ('name_since', models.DateField(null=True)),
                ('kind', models.CharField(help_text='a subject kind of the lawpacks', max_length=60, null=True)),
                ('sub_kind', models.CharField(max_length=60, null=True)),
                ('region', models.CharField(help_text='GB/T 2260, the code of today', max_length=6, null=True)),
                ('status', models.CharField(db_default='unknown', default='unknown', max_length=20)),
                ('established_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('facts', models.JSONField(db_default={}, default=dict, help_text='registration facts as delivered')),
                ('facts_source', models.CharField(db_default='', default='', max_length=200)),
                ('synthetic', models.BooleanField(db_default=False, default=False)),
                ('opened_by', models.CharField(max_length=200)),
                ('opened_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OrganisationChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(help_text='the column: kind, sub_kind, region, status …', max_length=20)),
                ('before', models.TextField(null=True)),
                ('after', models.TextField(null=True)),
                ('source', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OrganisationCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('registration_number', 'registration_number'), ('organisation_code', 'organisation_code'), ('tax_number', 'tax_number'), ('institution_certificate', 'institution_certificate'), ('social_organisation_certificate', 'social_organisation_certificate')], max_length=40)),
                ('value', models.CharField(db_collation='C', max_length=60)),
                ('source', models.CharField(max_length=200)),
                ('linked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('keyed_hash', models.CharField(db_collation='C', max_length=34, primary_key=True, serialize=False)),
                ('encrypted', models.BinaryField(help_text='the identity number')),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PersonRoleHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('legal_representative', 'legal_representative'), ('principal_in_charge', 'principal_in_charge'), ('directly_responsible', 'directly_responsible'), ('licence_holder', 'licence_holder'), ('named_in_instrument', 'named_in_instrument'), ('own_request', 'own_request')], max_length=30)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='SearchName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('current', models.BooleanField()),
                ('name', models.CharField(max_length=300)),
                ('text', models.CharField(db_collation='C', help_text='comparable form', max_length=300)),
                ('trade', models.CharField(db_collation='C', help_text='without leading regions', max_length=300)),
                ('initials', models.CharField(db_collation='C', max_length=300)),
                ('trade_initials', models.CharField(db_collation='C', max_length=300)),
                ('pinyin', models.CharField(db_collation='C', max_length=2000)),
                ('trade_pinyin', models.CharField(db_collation='C', max_length=2000)),
                ('region', models.CharField(db_collation='C', max_length=6, null=True)),
                ('kind', models.CharField(db_collation='C', max_length=60, null=True)),
                ('tokens', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='SearchPending',
            fields=[
                ('organisation', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='subjects.organisation')),
            ],
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(django.db.models.functions.text.Substr('uscc', 9, 9), name='subjects_organisation_in_uscc'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('uscc',), name='subjects_organisation_uscc'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('uscc__isnull', True), ('uscc__regex', '^[0-9A-HJ-NPQRTUWXY]{18}$'), _connector='OR'), name='subjects_organisation_uscc_shape'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'natural_person'), _negated=True), name='subjects_organisation_is_no_person'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['unknown', 'registered', 'revoked', 'annulled', 'deregistered', 'moved_out'])), name='subjects_organisation_status_known'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('region__isnull', True), ('region__regex', '^\\d{6}$'), _connector='OR'), name='subjects_organisation_region_code'),
        ),
        migrations.AddField(
            model_name='merge',
            name='absorbed',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_away', to='subjects.organisation'),
        ),
        migrations.AddField(
            model_name='merge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_in', to='subjects.organisation'),
        ),
        migrations.AddField(
            model_name='organisationchange',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='subjects.organisation'),
        ),
        migrations.AddField(
            model_name='organisationcode',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='subjects.organisation'),
        ),
        migrations.AddField(
            model_name='organisationname',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='subjects.organisation'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('keyed_hash__regex', '^h:[0-9a-f]{32}$')), name='subjects_person_keyed_hash'),
        ),
        migrations.AddField(
            model_name='personroleheld',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='subjects.organisation'),
        ),
        migrations.AddField(
            model_name='personroleheld',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='subjects.person'),
        ),
        migrations.AddField(
            model_name='searchname',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='subjects.organisation'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('absorbed',), name='subjects_merge_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('absorbed', models.F('survivor')), _negated=True), name='subjects_merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='subjects_merge_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True), ('undone_reason__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), ('undone_reason__isnull', False), models.Q(('undone_reason', ''), _negated=True)), _connector='OR'), name='subjects_merge_undone_with_reason'),
        ),
        migrations.AddIndex(
            model_name='organisationcode',
            index=models.Index(fields=['value'], name='subjects_organisationcode_val'),
        ),
        migrations.AddConstraint(
            model_name='organisationcode',
            constraint=models.UniqueConstraint(fields=('kind', 'value'), name='subjects_organisationcode_once'),
        ),
        migrations.AddConstraint(
            model_name='organisationcode',
            constraint=models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='subjects_organisationcode_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='organisationname',
            constraint=models.UniqueConstraint(fields=('organisation', 'name', 'until'), name='subjects_organisationname_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='personroleheld',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['legal_representative', 'principal_in_charge', 'directly_responsible', 'licence_holder', 'named_in_instrument', 'own_request'])), name='subjects_personrole_known'),
        ),
        migrations.AddConstraint(
            model_name='personroleheld',
            constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('role__in', ['directly_responsible', 'legal_representative', 'principal_in_charge']), _negated=True), _connector='OR'), name='subjects_personrole_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='personroleheld',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='subjects_personrole_has_source'),
        ),
        migrations.AddConstraint(
            model_name='personroleheld',
            constraint=models.UniqueConstraint(fields=('person', 'role', 'organisation', 'source'), name='subjects_personrole_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='searchname',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tokens'], name='subjects_searchname_tokens'),
        ),
        migrations.AddIndex(
            model_name='searchname',
            index=models.Index(fields=['initials'], name='subjects_searchname_initials'),
        ),
        migrations.AddIndex(
            model_name='searchname',
            index=models.Index(fields=['trade_initials'], name='subjects_searchname_tradeinit'),
        ),
        migrations.AddIndex(
            model_name='searchname',
            index=models.Index(fields=['pinyin'], name='subjects_searchname_pinyin'),
        ),
        migrations.AddIndex(
            model_name='searchname',
            index=models.Index(fields=['trade_pinyin'], name='subjects_searchname_tradepin'),
        ),
    ]
