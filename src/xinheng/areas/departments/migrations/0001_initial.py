import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(help_text='user name, or system:<name>', max_length=150)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('department', models.CharField(blank=True, help_text="code of the actor's department", max_length=40)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject', models.CharField(help_text='USCC, or keyed hash of a person', max_length=64)),
                ('matter', models.CharField(max_length=100)),
                ('legal_basis', models.CharField(max_length=500)),
                ('result', models.CharField(choices=[('granted', 'granted'), ('nothing_found', 'nothing_found'), ('refused', 'refused')], max_length=20)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['subject', '-id'], name='departments_access_subject'), models.Index(fields=['actor', '-id'], name='departments_access_actor')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('actor', ''), _negated=True), models.Q(('subject', ''), _negated=True), models.Q(('matter', ''), _negated=True)), name='departments_access_says_who_whom_what')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('uscc', models.CharField(max_length=18, null=True, unique=True)),
                ('name_zh', models.CharField(max_length=200, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(help_text='a provider kind of the lawpacks', max_length=60)),
                ('region', models.CharField(help_text='GB/T 2260', max_length=6)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('region__regex', '^\\d{6}$')), name='departments_region_code'), models.CheckConstraint(condition=models.Q(('uscc', ''), _negated=True), name='departments_uscc_not_blank')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(blank=True, max_length=100)),
                ('role', models.CharField(choices=[('data_officer', 'data_officer'), ('lead_officer', 'lead_officer'), ('centre_officer', 'centre_officer'), ('centre_admin', 'centre_admin'), ('legal_officer', 'legal_officer'), ('auditor', 'auditor'), ('regulator', 'regulator'), ('system', 'system')], max_length=20)),
                ('language', models.CharField(choices=[('zh-hans', 'zh-hans'), ('en', 'en')], default='zh-hans', max_length=10)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='departments.department')),
            ],
            options={
                'ordering': ['username'],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=100)),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('digest', models.BinaryField(max_length=32)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.CharField(max_length=150)),
                ('expires_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-issued_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['data_officer', 'lead_officer', 'centre_officer', 'centre_admin', 'legal_officer', 'auditor', 'regulator', 'system'])), name='departments_user_role_known'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('department__isnull', False), models.Q(('role__in', ['data_officer', 'lead_officer', 'system']), _negated=True), _connector='OR'), name='departments_user_has_department'),
        ),
    ]
