import django.db.models.deletion
import reisgenoot.access.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0011_random_keys_and_sent'),
        ('exchange', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='import',
            options={'ordering': ['-uploaded_at', '-id'], 'verbose_name': 'import', 'verbose_name_plural': 'imports'},
        ),
        migrations.RemoveIndex(
            model_name='import',
            name='import_of_organisation',
        ),
        migrations.AddField(
            model_name='importrow',
            name='changed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='importrow',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.member'),
        ),
        migrations.AlterField(
            model_name='import',
            name='id',
            field=models.BigIntegerField(db_default=reisgenoot.access.keys.RandomKey(), default=reisgenoot.access.keys.random_key, editable=False, primary_key=True, serialize=False),
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['organisation', '-uploaded_at', '-id'], name='import_of_organisation'),
        ),
    ]
