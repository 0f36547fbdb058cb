"""Volunteers write no hours: they open no dossier."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0001_initial")]

    operations = [migrations.RemoveField("hoursline", "by_volunteer")]
