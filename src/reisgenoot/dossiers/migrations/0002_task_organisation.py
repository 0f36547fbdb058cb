import django.db.models.deletion
from django.db import migrations, models

# The owner of the tables is held by the wall as well, and `reisgenoot migrate` puts it up again afterwards.
FILL = """
    ALTER TABLE dossiers_dossier NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE dossiers_task NO FORCE ROW LEVEL SECURITY;
    UPDATE dossiers_task t SET organisation_id = d.organisation_id
    FROM dossiers_dossier d WHERE d.person_id = t.dossier_id;
    ALTER TABLE dossiers_task FORCE ROW LEVEL SECURITY;
    ALTER TABLE dossiers_dossier FORCE ROW LEVEL SECURITY;
"""


def organisation(null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        null=null,
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="access.organisation",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("dossiers", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                fields=("person", "organisation"), name="dossier_of_organisation"
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="dossier",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tasks",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddField(model_name="task", name="organisation", field=organisation(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(model_name="task", name="organisation", field=organisation(null=False)),
    ]
