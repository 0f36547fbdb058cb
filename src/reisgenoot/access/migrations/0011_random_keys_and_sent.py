import django.db.models.deletion
import django.db.models.functions.datetime
import reisgenoot.access.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0010_log_in'),
    ]

    operations = [
        migrations.AlterField(
            model_name='question',
            name='id',
            field=models.BigIntegerField(db_default=reisgenoot.access.keys.RandomKey(), default=reisgenoot.access.keys.random_key, editable=False, primary_key=True, serialize=False),
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField()),
                ('location', models.CharField(blank=True, db_default='', max_length=2000)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='access.member')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='sent_by_time')],
                'constraints': [models.UniqueConstraint(fields=('member', 'digest'), name='sent_once')],
            },
        ),
    ]
