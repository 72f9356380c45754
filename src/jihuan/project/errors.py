"""Pages for what went wrong: what happened, and what to do. None of them asks the database."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jihuan.ui.pages import page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _error(request, 400, _("这个请求无法处理"), _("浏览器送来的内容不完整或不合规定。"), _("请返回上一页刷新后再试。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence of the refusal."""
    what = str(exception) or _("您的岗位没有这项权限。")
    return _error(request, 403, _("没有权限"), what, _("如果工作需要，请单位的系统管理员调整您的岗位。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the sentence of the view where it has one."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    what = said if said and not said.startswith("No ") else _("地址可能写错了，内容可能已经移走，或者它不在您的查看范围内。")
    return _error(request, 404, _("没有找到这个页面"), what, _("请从首页或查找框重新进入。"))


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    what = _("一次送来的内容超过 {limit} MB。").format(limit=settings.REQUEST_BYTES // 1024 // 1024)
    return _error(request, 413, _("内容太大"), what, _("请分几次上传，或把文件拆小。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    what = _("服务器处理时出了差错，已经记录在案。您已保存的内容不受影响，没有保存的输入留在浏览器里。")
    return _error(request, 500, _("系统出了问题"), what, _("请稍后再试；反复出现时，请把时间和所做的操作告诉系统管理员。"))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or comes from elsewhere."""
    what = _("页面打开得太久，或者在别的窗口重新登录过，安全校验没有通过，刚才的提交没有执行。")
    return _error(request, 403, _("页面已过期"), what, _("请返回上一页，刷新后再提交一次。"))


def _error(request: HttpRequest, status: int, title: str, what: str, todo: str) -> HttpResponse:
    values = {"title": title, "what": what, "todo": todo, "code": _("错误代码 {code}").format(code=status)}
    return page(request, "ui/error.html", values, status=status)
