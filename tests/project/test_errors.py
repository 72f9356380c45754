"""Pages for what went wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory

from jihuan.project import errors


@pytest.fixture
def request_():
    return RequestFactory().get("/x/")


@pytest.mark.parametrize(
    ("view", "fault", "status", "words"),
    [
        (errors.bad_request, BadRequest("x"), 400, "这个请求无法处理"),
        (errors.forbidden, PermissionDenied("您的岗位不能上传文件"), 403, "您的岗位不能上传文件"),
        (errors.forbidden, PermissionDenied(), 403, "您的岗位没有这项权限"),
        (errors.not_found, Http404("没有这个单位"), 404, "没有这个单位"),
        (errors.not_found, Http404("No Project matches the given query."), 404, "不在您的查看范围内"),
        (errors.not_found, Http404({"path": "x"}), 404, "不在您的查看范围内"),
    ],
)
def test_a_page_says_what_happened_and_what_to_do(request_, view, fault, status, words) -> None:
    answer = view(request_, fault)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "No Project" not in answer.content.decode()


def test_a_fault_of_ours_is_said_without_the_database(request_) -> None:
    answer = errors.server_error(request_)
    assert answer.status_code == 500
    assert "系统出了问题" in answer.content.decode()


def test_an_old_form_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "x"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize("address", ["/sign-in/?q=%00", "/departments/%00/2025/", "/intake/source/a%00b/"])
def test_a_nul_reaches_no_database(db, client, address) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "这个请求无法处理" in answer.content.decode()
    assert "Content-Security-Policy" in answer


def test_a_body_that_is_too_large_is_refused_unread(db, client, settings, monkeypatch) -> None:
    settings.REQUEST_BYTES = 1000
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", lambda request: pytest.fail("read"))
    answer = client.post("/sign-in/", {"username": "x" * 1000})
    assert answer.status_code == 413
    assert "内容太大" in answer.content.decode()
