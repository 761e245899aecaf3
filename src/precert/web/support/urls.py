"""Routes of the support desk."""

from django.urls import path

from precert.web.support import provider, role_grant, search, user

urlpatterns = [
    path("support", search.support, name="support"),
    path("support/users/<id:account>", user.support_user, name="support_user"),
    path("support/users/<id:account>/give-role", role_grant.give_role, name="support_give_role"),
    path("support/users/<id:account>/<slug:act>", user.support_act, name="support_act"),
    path("support/providers/<id:provider>", provider.support_provider, name="support_provider"),
    path("support/enrolments/<id:enrolment>/issue", provider.issue_code, name="issue_code"),
    path("support/enrolments/<id:enrolment>/revoke", provider.revoke_code, name="revoke_code"),
]
