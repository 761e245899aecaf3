"""Routes of the review side."""

from django.urls import path

from precert.web.workbench import decide, failures, queue, verb

urlpatterns = [
    path("queue", queue.queue_page, name="queue"),
    path("queue/next", queue.take_next, name="take_next"),
    path("queue/<uuid:request_id>", queue.preview, name="queue_preview"),
    path("review/<uuid:request_id>", decide.review_page, name="review"),
    path("review/<uuid:request_id>/save", decide.save, name="save_decision"),
    path("review/<uuid:request_id>/issue", decide.issue, name="issue"),
    path(
        "review/<uuid:request_id>/letter/<slug:audience>",
        decide.letter_preview,
        name="letter_preview",
    ),
    path("review/<uuid:request_id>/<slug:verb>", verb.review_verb, name="review_verb"),
    path("failures", failures.failures_page, name="failures"),
    path("failures/<id:delivery>/again", failures.again, name="failure_again"),
]
