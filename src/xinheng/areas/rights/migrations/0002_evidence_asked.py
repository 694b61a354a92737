"""Which asked-for document a file is; a step hands its case to another department's desk."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):

    dependencies = [
        ('rights', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='asked',
            field=models.TextField(default='', help_text='which of the documents that a rule asks for it is'),
        ),
        migrations.RunSQL((HERE / "moves.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
