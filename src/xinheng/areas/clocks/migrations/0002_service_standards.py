"""A clock knows whether its length is law or a service standard."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='clock',
            name='statutory',
            field=models.BooleanField(default=True),
        ),
    ]
