"""Addresses of registering and of the terms of use."""

from django.urls import path

from precert.web.register import link, start, terms

urlpatterns = [
    path("register", start.pair, name="register"),
    path("register/contact", start.contact, name="register_contact"),
    path("register/address", start.address, name="register_address"),
    path("register/sent", start.sent, name="register_sent"),
    path("register/resend", link.resend, name="register_resend"),
    path("registration/<str:token>", link.opening, name="registration"),
    path("registration/<str:token>/again", link.again, name="registration_again"),
    path("terms", terms.terms, name="terms"),
]
