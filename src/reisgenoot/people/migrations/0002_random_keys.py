import reisgenoot.access.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='id',
            field=models.BigIntegerField(db_default=reisgenoot.access.keys.RandomKey(), default=reisgenoot.access.keys.random_key, editable=False, primary_key=True, serialize=False),
        ),
    ]
