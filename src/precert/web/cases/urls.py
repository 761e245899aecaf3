"""Addresses of cases, their documents and letters."""

from django.urls import path

from precert.web.cases import answer, case_list, case_page, files, summary

urlpatterns = [
    path("cases", case_list.cases, name="cases"),
    path("cases/<str:number>", case_page.case_page, name="case_page"),
    path("cases/<str:number>/activity", case_page.case_activity, name="case_activity"),
    path("cases/<str:number>/notes", case_page.add_note, name="add_note"),
    path("cases/<str:number>/summary", summary.case_summary, name="case_summary"),
    path(
        "cases/<str:number>/answer/<uuid:asked>",
        answer.answer_information,
        name="answer_information",
    ),
    path(
        "cases/<str:number>/questionnaires/<id:answers>",
        summary.questionnaire,
        name="case_questionnaire",
    ),
    path("documents/<uuid:attachment>", files.document, name="document"),
    path("letters/<uuid:letter>", files.letter, name="letter"),
]
