"""Routes of the support desk."""

from django.urls import path

from precert.web.support import provider, search, user

urlpatterns = [
    path("support", search.support, name="support"),
    path("support/users/<int:account>", user.support_user, name="support_user"),
    path("support/users/<int:account>/<slug:act>", user.support_act, name="support_act"),
    path("support/providers/<int:provider>", provider.support_provider, name="support_provider"),
    path("support/enrolments/<int:enrolment>/issue", provider.issue_code, name="issue_code"),
    path("support/enrolments/<int:enrolment>/revoke", provider.revoke_code, name="revoke_code"),
]
