"""Routes of Create Case."""

from django.urls import path

from precert.web.wizard import (
    codes,
    notes,
    parts,
    providers,
    questionnaire,
    start,
    submitting,
    uploads,
    views,
)

urlpatterns = [
    path("create", start.create_case, name="create_case"),
    path("codes/search", codes.code_search, name="code_search"),
    path("drafts/<uuid:draft>", views.draft_page, name="draft_page"),
    path("drafts/<uuid:draft>/save", views.save, name="draft_save"),
    path("drafts/<uuid:draft>/cancel", views.cancel, name="draft_cancel"),
    path("drafts/<uuid:draft>/notes", notes.add_note, name="draft_note"),
    path("drafts/<uuid:draft>/files", uploads.upload, name="draft_upload"),
    path(
        "drafts/<uuid:draft>/files/<uuid:attachment>/remove",
        uploads.remove,
        name="draft_file_remove",
    ),
    path("drafts/<uuid:draft>/diagnoses/order", parts.order, name="draft_order"),
    path("drafts/<uuid:draft>/lines/<slug:key>", parts.line, name="draft_line"),
    path(
        "drafts/<uuid:draft>/provider/<slug:role>",
        providers.choose_provider,
        name="wizard_provider",
    ),
    path("drafts/<uuid:draft>/questionnaires/<slug:ref>", questionnaire.take, name="questionnaire"),
    path(
        "drafts/<uuid:draft>/questionnaires/<slug:ref>/save",
        questionnaire.save,
        name="questionnaire_save",
    ),
    path(
        "drafts/<uuid:draft>/questionnaires/<slug:ref>/complete",
        questionnaire.complete,
        name="questionnaire_complete",
    ),
    path("drafts/<uuid:draft>/submit", submitting.submit_case, name="wizard_submit"),
    path("drafts/<uuid:draft>/<slug:step>", views.wizard_step, name="wizard_step"),
]
