import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("budgets", "0001_initial"),
        ("organisations", "0002_administration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("digest", models.CharField(max_length=64)),
                ("checked_at", models.DateTimeField(auto_now=True)),
                (
                    "department",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.agency"),
                ),
            ],
            options={
                "verbose_name": "审核",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("department", "fiscal_year"), name="check_once_for_a_year")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("position", models.PositiveIntegerField()),
                ("rule", models.CharField(max_length=12, verbose_name="规则")),
                ("level", models.CharField(max_length=8)),
                (
                    "shelf",
                    models.CharField(
                        choices=[("blocks", "阻断提交"), ("answer", "须回答"), ("style", "文字格式")],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("message", models.TextField(verbose_name="问题")),
                ("quote", models.TextField(blank=True)),
                ("pointer", models.CharField(max_length=300)),
                ("citation", models.TextField(blank=True, verbose_name="依据")),
                ("hint", models.TextField(blank=True, verbose_name="改法")),
                ("group", models.TextField(blank=True)),
                ("judge", models.BooleanField(default=False)),
                ("mend", models.JSONField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处理"), ("mended", "已改正"), ("waived", "已说明理由")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="organisations.agency",
                        verbose_name="单位",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.agency"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="budgets.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "审核意见",
                "ordering": ("position", "pk"),
                "default_permissions": ("view", "change"),
                "indexes": [
                    models.Index(fields=["department", "fiscal_year"], name="finding_of_department"),
                    models.Index(fields=["fiscal_year", "rule", "agency"], name="finding_of_rule"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="waiver_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"), models.Q(("at__isnull", False), ("by__isnull", False)), _connector="OR"
                        ),
                        name="settled_by_somebody",
                    ),
                ],
            },
        ),
    ]
