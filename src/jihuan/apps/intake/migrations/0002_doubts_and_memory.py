import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="doubts",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="draft",
            name="faults",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="draft",
            name="fingerprint",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="draft",
            name="open",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Remembered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("field", models.CharField(max_length=120)),
                ("before", models.CharField(blank=True, max_length=300)),
                ("after", models.CharField(blank=True, max_length=300)),
                ("count", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.agency"),
                ),
            ],
            options={
                "verbose_name": "记住的更正",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fingerprint", "field", "before"), name="remembered_once_for_a_text"
                    )
                ],
            },
        ),
    ]
