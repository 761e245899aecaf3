"""Addresses of cases, their documents and letters."""

from django.urls import path

from precert.web.cases import case_list, case_page, files, summary, verb_page

urlpatterns = [
    path("cases", case_list.cases, name="cases"),
    path("cases/<str:number>", case_page.case_page, name="case_page"),
    path("cases/<str:number>/activity", case_page.case_activity, name="case_activity"),
    path("cases/<str:number>/notes", case_page.add_note, name="add_note"),
    path("cases/<str:number>/summary", summary.case_summary, name="case_summary"),
    path(
        "cases/<str:number>/requests/<int:n>/<slug:verb>",
        verb_page.request_verb,
        name="request_verb",
    ),
    path(
        "cases/<str:number>/questionnaires/<id:answers>",
        summary.questionnaire,
        name="case_questionnaire",
    ),
    path("documents/<uuid:attachment>", files.document, name="document"),
    path("letters/<uuid:letter>", files.letter, name="letter"),
]
