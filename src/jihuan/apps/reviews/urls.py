"""Addresses of findings."""

from django.urls import path

from jihuan.apps.reviews import board, rulepages, views

app_name = "reviews"
urlpatterns = [
    path("projects/<int:pk>/findings/", views.project, name="project"),
    path("departments/<str:code>/<int:year>/findings/", views.department, name="department"),
    path("review/", board.board, name="board"),
    path("review/check/", board.check, name="check"),
    path("review/findings/", board.findings, name="findings"),
    path("review/findings/export/<str:fmt>/", board.export, name="export"),
    path("findings/<int:pk>/mend/", views.mend, name="mend"),
    path("findings/<int:pk>/undo/", views.undo, name="undo"),
    path("findings/<int:pk>/waive/", views.waive, name="waive"),
    path("findings/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("findings/<int:pk>/no-typo/", rulepages.no_typo, name="no-typo"),
    path("projects/<int:pk>/review/", views.sheet, name="sheet"),
    path("projects/<int:pk>/review/points/", views.points, name="points"),
    path("review/rules/", rulepages.statistics_page, name="rules"),
    path("review/rules/export/<str:fmt>/", rulepages.export, name="export-rules"),
    path("review/rules/<str:rule>/", rulepages.rule, name="rule"),
    path("review/rules/<str:rule>/set/", rulepages.set_rule, name="set-rule"),
    path("review/words/", rulepages.words, name="words"),
    path("review/words/add/", rulepages.add_word, name="add-word"),
    path("review/words/<int:pk>/remove/", rulepages.remove_word, name="remove-word"),
]
