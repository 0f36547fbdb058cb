import reisgenoot.access.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0005_ends'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='id',
            field=models.BigIntegerField(db_default=reisgenoot.access.keys.RandomKey(), default=reisgenoot.access.keys.random_key, editable=False, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name='savedview',
            name='id',
            field=models.BigIntegerField(db_default=reisgenoot.access.keys.RandomKey(), default=reisgenoot.access.keys.random_key, editable=False, primary_key=True, serialize=False),
        ),
    ]
