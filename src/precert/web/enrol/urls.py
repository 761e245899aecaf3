"""Addresses of enrolment and of Security."""

from django.urls import path

from precert.web.enrol import account_pages, devices, proof_pages, recovery_codes, security
from precert.web.enrol.flow import adding, registering

urlpatterns = [
    path("enrol", registering("kind", account_pages.first), name="enrol"),
    path("enrol/factor", registering("kind", account_pages.kind), name="enrol_kind"),
    path("enrol/email", registering("email", account_pages.email), name="enrol_email"),
    path(
        "enrol/email/code",
        registering("email_code", account_pages.email_code),
        name="enrol_email_code",
    ),
    path("enrol/password", registering("password", account_pages.password), name="enrol_password"),
    path("enrol/phone", registering("phone", devices.phone), name="enrol_phone"),
    path(
        "enrol/phone/code", registering("phone_code", devices.phone_code), name="enrol_phone_code"
    ),
    path("enrol/app", registering("app", devices.app), name="enrol_app"),
    path("enrol/passkey", registering("passkey", devices.passkey), name="enrol_passkey"),
    path("enrol/recovery", registering("recovery", recovery_codes.recovery), name="enrol_recovery"),
    path("profile/security", security.security, name="security"),
    path("profile/security/prove", proof_pages.choose, name="security_prove"),
    path("profile/security/show", proof_pages.show, name="security_show"),
    path("profile/security/remove", security.remove, name="security_remove"),
    path("profile/security/name/<id:factor>", security.name, name="security_name"),
    path("profile/security/codes", security.codes, name="security_codes"),
    path("profile/security/add", adding("kind", account_pages.kind), name="security_add_kind"),
    path("profile/security/add/phone", adding("phone", devices.phone), name="security_add_phone"),
    path(
        "profile/security/add/phone/code",
        adding("phone_code", devices.phone_code),
        name="security_add_phone_code",
    ),
    path("profile/security/add/app", adding("app", devices.app), name="security_add_app"),
    path(
        "profile/security/add/passkey",
        adding("passkey", devices.passkey),
        name="security_add_passkey",
    ),
]
