"""Addresses of Setup."""

from django.urls import path

from precert.web.setup import acts, add_user, lists, register_provider, roles, user

urlpatterns = [
    path("setup", lists.setup, name="setup"),
    path("setup/users", lists.setup_users, name="setup_users"),
    path("setup/providers/<id:place>/add-user", add_user.add, name="setup_add_user"),
    path("setup/register-provider", register_provider.register, name="setup_register_provider"),
    path("setup/roles", roles.save, name="setup_roles"),
    path("setup/roles/<id:membership>/remove", roles.remove, name="setup_remove_role"),
    path("setup/users/<id:account>", user.edit, name="setup_user"),
    path("setup/users/<id:account>/save", user.save, name="setup_user_save"),
    path("setup/users/<id:account>/cancel", user.cancel, name="setup_user_cancel"),
    path("setup/users/<id:account>/delete", acts.act, {"name": "delete"}, name="setup_delete"),
    path("setup/users/<id:account>/reset", acts.act, {"name": "reset"}, name="setup_reset"),
    path("setup/users/<id:account>/unlock", acts.act, {"name": "unlock"}, name="setup_unlock"),
    path("setup/users/<id:account>/resend", acts.act, {"name": "resend"}, name="setup_resend"),
]
