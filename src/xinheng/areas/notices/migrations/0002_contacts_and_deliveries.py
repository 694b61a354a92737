"""Contacts, deliveries with their tries, follow-ups."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('addressee_kind', models.TextField()),
                ('addressee', models.TextField()),
                ('channel', models.TextField()),
                ('sealed', models.BinaryField()),
                ('hint', models.TextField()),
                ('set_by', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('code', models.BinaryField(help_text='the one-time code, encrypted; none once it was told', null=True)),
                ('code_until', models.DateTimeField(null=True)),
                ('wrong_codes', models.IntegerField(default=0)),
                ('verified_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.TextField(default='')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'message'])), name='notices_contact_channel'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('verified_at__isnull', False)), fields=('addressee_kind', 'addressee', 'channel'), name='notices_contact_one_in_use'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('verified_at__isnull', True)), fields=('addressee_kind', 'addressee', 'channel'), name='notices_contact_one_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.TextField()),
                ('key', models.TextField(unique=True)),
                ('state', models.TextField(default='waiting')),
                ('repeated', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.contact')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Followed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('did', models.TextField()),
                ('words', models.TextField()),
                ('actor', models.TextField()),
                ('at', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed', to='notices.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(null=True)),
                ('detail', models.TextField(default='')),
                ('reference', models.TextField(default='')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tries', to='notices.delivery')),
            ],
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'trying_again'])), fields=['changed_at'], name='notices_delivery_open'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['undeliverable', 'uncertain'])), fields=['notice'], name='notices_delivery_failed'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('notice', 'channel'), name='notices_delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'trying_again', 'sent', 'undeliverable', 'uncertain'])), name='notices_delivery_state'),
        ),
        migrations.AddConstraint(
            model_name='followed',
            constraint=models.CheckConstraint(condition=models.Q(('did__in', ['telephoned', 'posted', 'handed_over', 'contact_renewed', 'no_way_found'])), name='notices_followed_how'),
        ),
        migrations.AddConstraint(
            model_name='followed',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='notices_followed_says_what'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.UniqueConstraint(fields=('delivery', 'number'), name='notices_try_once'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome__isnull', True)), fields=('delivery',), name='notices_try_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('outcome__isnull', True)), models.Q(('ended_at__isnull', False), ('outcome__in', ['accepted', 'not_now', 'refused', 'unclear'])), _connector='OR'), name='notices_try_outcome'),
        ),
        migrations.RunSQL(
            (HERE / "deliveries.sql").read_text(encoding="utf-8"),
            (HERE / "deliveries_back.sql").read_text(encoding="utf-8"),
        ),
    ]
