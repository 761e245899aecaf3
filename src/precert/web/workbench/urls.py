"""Routes of the review side."""

from django.urls import path

from precert.web.workbench import decide, failures, queue

urlpatterns = [
    path("queue", queue.queue_page, name="queue"),
    path("queue/next", queue.take_next, name="take_next"),
    path("queue/<uuid:request_id>", queue.preview, name="queue_preview"),
    path("review/<uuid:request_id>", decide.review_page, name="review"),
    path("review/<uuid:request_id>/take", queue.take_this, name="take"),
    path("review/<uuid:request_id>/save", decide.save, name="save_decision"),
    path("review/<uuid:request_id>/release", decide.release, name="release"),
    path("review/<uuid:request_id>/refer", decide.refer, name="refer"),
    path("review/<uuid:request_id>/ask", decide.ask, name="ask_information"),
    path("review/<uuid:request_id>/issue", decide.issue, name="issue"),
    path(
        "review/<uuid:request_id>/letter/<slug:audience>",
        decide.letter_preview,
        name="letter_preview",
    ),
    path("failures", failures.failures_page, name="failures"),
    path("failures/<id:delivery>/again", failures.again, name="failure_again"),
]
