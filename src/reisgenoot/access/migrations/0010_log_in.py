import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0009_limitation'),
        ('mfa', '0003_authenticator_type_uniq'),  # the wall looks there who has a second factor
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='mfa_required',
            field=models.BooleanField(db_default=False, default=False, verbose_name='second factor required'),
        ),
        migrations.CreateModel(
            name='LogInAttempts',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
                ('wait_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='at')),
                ('act', models.CharField(choices=[('logged_in', 'Logged in'), ('log_in_failed', 'Log-in failed'), ('factor_added', 'Second factor set up'), ('factor_removed', 'Second factor removed'), ('factors_reset', 'Second factor reset by an administrator'), ('codes_made', 'New recovery codes'), ('password_changed', 'Password changed'), ('connected', 'Connected to the log-in of the organisation'), ('sessions_ended', 'Logged out on other devices'), ('membership_ended', 'Work ended by an administrator'), ('mfa_required', 'Made a second factor required'), ('mfa_not_required', 'Made a second factor no longer required')], max_length=20, verbose_name='what')),
                ('about', models.CharField(blank=True, max_length=100, verbose_name='how')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('device', models.CharField(blank=True, max_length=200, verbose_name='device')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.member')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'event of an account',
                'verbose_name_plural': 'events of accounts',
                'indexes': [models.Index(fields=['user', '-at'], name='event_of_user')],
            },
        ),
        # As `createcachetable` makes it: what all web processes remember together for minutes.
        migrations.RunSQL(
            'CREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);'
            'CREATE INDEX django_cache_expires ON django_cache (expires)',
            'DROP TABLE django_cache',
        ),
    ]
