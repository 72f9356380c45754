"""Forms of the first run, of units and of users."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jihuan.apps.accounts.groups import GRANTS
from jihuan.apps.administration.first_run import Beginning, is_token
from jihuan.apps.administration.units import ABOVE, ADD, CHANGE, Entry, Kind
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import within
from jihuan.apps.organisations.scope import visible_agencies


def blame(form: forms.Form, refused: Refused) -> None:
    """Show the sentences of a refusal at their fields; what has no field stands above the form."""
    strays = [sentence for field, sentence in refused.fields.items() if field not in form.fields]
    form.add_error(None, [refused.message, *strays])
    for field, sentence in refused.fields.items():
        if field in form.fields:
            form.add_error(field, sentence)


class FirstRunForm(forms.Form):
    """Where we are, and who looks after it."""

    token = forms.CharField(label=_("首次设置码"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    region_code = forms.CharField(label=_("区划编码"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    region_name = forms.CharField(label=_("区划名称"))
    department_code = forms.CharField(label=_("部门编码"), required=False)
    department_name = forms.CharField(label=_("部门名称"), required=False)
    unit_code = forms.CharField(label=_("单位编码"), required=False)
    unit_name = forms.CharField(label=_("单位名称"), required=False)
    username = forms.CharField(label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    display_name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    password = forms.CharField(
        label=_("口令"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True)
    )
    again = forms.CharField(
        label=_("再输一遍口令"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def clean_token(self) -> str:
        """Only who reads the console may go on."""
        if not is_token(self.cleaned_data["token"]):
            raise ValidationError(gettext("首次设置码不对，请照服务器的命令行窗口里显示的输入。"))
        return str(self.cleaned_data["token"])

    def clean(self) -> dict[str, object]:
        """The password twice; code and name together; a unit needs its department."""
        fields = self.cleaned_data
        if fields.get("password") and fields.get("again") and fields["password"] != fields["again"]:
            self.add_error("again", gettext("两次输入的口令不一样，请重新输入。"))
        for what in ("department", "unit"):
            if bool(fields.get(f"{what}_code")) != bool(fields.get(f"{what}_name")):
                missing = f"{what}_name" if fields.get(f"{what}_code") else f"{what}_code"
                self.add_error(missing, gettext("编码和名称要一起填，或者都不填。"))
        if fields.get("unit_code") and not fields.get("department_code"):
            self.add_error("department_code", gettext("单位设在部门下面，请先填部门。"))
        return fields

    def beginning(self) -> Beginning:
        """What was filled in."""
        fields = self.cleaned_data

        def entry(kind: str) -> Entry | None:
            code, name = fields[f"{kind}_code"], fields[f"{kind}_name"]
            return Entry(kind=kind, code=code, name=name) if code else None

        return Beginning(
            region=Entry(kind="region", code=fields["region_code"], name=fields["region_name"]),
            department=entry("department"),
            unit=entry("unit"),
            username=fields["username"],
            display_name=fields["display_name"],
            password=fields["password"],
        )


class AgencyField(forms.ModelChoiceField):
    """A unit of the user's range, in the order of the tree."""

    def label_from_instance(self, agency: Agency) -> str:
        return f"{'　' * agency.path.count('/')}{agency.code} {agency.name}"


class UnitForm(forms.Form):
    """A node of the tree; ``agency`` is the one that is changed, None for a new one."""

    parent = AgencyField(label=_("上级"), queryset=Agency.objects.none(), required=False, empty_label=_("（无：这是区划）"))
    kind = forms.ChoiceField(label=_("类型"), choices=Kind.choices, initial=Kind.UNIT)
    code = forms.CharField(label=_("编码"), max_length=20)
    name = forms.CharField(label=_("名称"), max_length=200)
    short_name = forms.CharField(label=_("简称"), max_length=100, required=False)

    def __init__(self, user, *args, agency: Agency | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        parents = visible_agencies(user, CHANGE if agency else ADD).filter(is_active=True).order_by("path")
        if agency is not None:
            del self.fields["kind"]
            fitting = parents.filter(region_code=agency.region_code, kind__in=ABOVE[Kind(agency.kind)])
            parents = fitting.exclude(within(agency.path)) | Agency.objects.filter(pk=agency.parent_id)
            if agency.kind == Kind.REGION:
                del self.fields["parent"]
                self.fields["code"].disabled = True
            else:
                self.fields["parent"].empty_label = None
        if "parent" in self.fields:
            self.fields["parent"].queryset = parents

    def entry(self) -> Entry:
        """What was filled in."""
        fields = self.cleaned_data
        kind = self.agency.kind if self.agency else fields["kind"]
        return Entry(kind=kind, code=fields["code"], name=fields["name"], short_name=fields["short_name"])


class PostForm(forms.Form):
    """A post: where and as what."""

    agency = AgencyField(label=_("单位"), queryset=Agency.objects.none(), empty_label=_("请选择"))
    group = forms.ModelChoiceField(label=_("岗位"), queryset=Group.objects.none(), empty_label=_("请选择"))

    def __init__(self, user, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = visible_agencies(user, "accounts.change_user").filter(is_active=True).order_by("path")
        self.fields["group"].queryset = Group.objects.filter(name__in=GRANTS).order_by("pk")
        self.fields["group"].label_from_instance = lambda group: gettext(group.name)


class UserForm(PostForm):
    """A new user with a first post."""

    field_order = ("username", "display_name", "agency", "group")
    username = forms.CharField(label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    display_name = forms.CharField(label=_("姓名"), max_length=60)


class NameForm(forms.Form):
    """The display name."""

    display_name = forms.CharField(label=_("姓名"), max_length=60)


class ListForm(forms.Form):
    """A list of units and the region that it belongs to."""

    region = AgencyField(label=_("区划"), queryset=Agency.objects.none(), empty_label=None)
    file = forms.FileField(label=_("清单文件"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}))

    def __init__(self, user, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        codes = visible_agencies(user, ADD).values("region_code")
        self.fields["region"].queryset = Agency.objects.filter(kind=Kind.REGION, region_code__in=codes).order_by("path")
