"""The events of sign-in and access: their stable names with their words; the payload is ids.
Readers in any room may import them. Pure.
"""

from precert.journal.event import Event

# challenge, sealed: the code, readable by `people.queries.open_code` only
CODE_REQUESTED = Event("code.requested", "Requested a code", area="access")
# challenge, purpose
CODE_FAILED = Event("code-failed", "Entered a wrong code", area="access")
# challenge, purpose
CODE_PROVED = Event("code-proved", "Entered the right code", area="access")
# challenge
CALL_ANSWERED = Event("call-answered", "Answered a call with #", area="access")
# method, session
SIGNED_IN = Event("signed-in", "Signed in", area="access")
# session, reason
SESSION_ENDED = Event("session-ended", "Ended a session", area="access")
# all of an account, by support; reason
SESSIONS_ENDED = Event("sessions-ended", "Ended all sessions of an account", area="access")
# reason, door
SIGN_IN_FAILED = Event("sign-in-failed", "Failed to sign in", area="access")
# factor
LOCKED = Event("locked", "Account locked", area="access")
# provider
CONTEXT_CHANGED = Event("context-changed", "Changed context", area="access")
# session, reason: asked, idle, limit
SIGNED_OUT = Event("signed-out", "Signed out", area="access")
ACCOUNT_CREATED = Event("account-created", "Account created", area="access")
# fields: their names, never their values
ACCOUNT_CHANGED = Event("account-changed", "Account changed", area="access")
# reason
ACCOUNT_DEACTIVATED = Event("account-deactivated", "Account deactivated", area="access")
# reason
ACCOUNT_REACTIVATED = Event("account-reactivated", "Account reactivated", area="access")
ACCOUNT_REMOVED = Event("account-removed", "Account removed", area="access")
# nobody registered with it in time, and somebody else wants it: the account is removed
USERNAME_FREED = Event("username-freed", "Username released, never registered", area="access")
# sealed: the address before, readable by `people.queries` only
EMAIL_CHANGED = Event("email-changed", "Email address changed", area="access")
# link, purpose, sealed: the token, readable by `people.queries` only
LINK_REQUESTED = Event("link.requested", "Registration link emailed", area="access")
# sealed: username and email address as typed, readable by `people.actions.send_link` only
LINK_ASKED = Event("link.asked", "Requested a link", area="access")
# contract, reason
REGISTRATION_FAILED = Event("registration-failed", "Failed to register", area="access")
# reason
LINK_RESENT = Event("link-resent", "Registration link emailed again", area="access")
# link
LINK_OPENED = Event("link-opened", "Registration link opened", area="access")
# purpose of the link, factor
REGISTERED = Event("registered", "Registered", area="access")
# reason
REGISTRATION_RESET = Event("registration-reset", "Registration reset", area="access")
# factor, kind
FACTOR_ADDED = Event("factor-added", "Second factor added", area="access")
# factor, kind
FACTOR_REMOVED = Event("factor-removed", "Second factor removed", area="access")
# factor, kind; never the name
FACTOR_NAMED = Event("factor-named", "Second factor renamed", area="access")
RECOVERY_CODES_MADE = Event("recovery-codes-made", "Recovery codes created", area="access")
# how: changed, forgotten, registered
PASSWORD_CHANGED = Event("password-changed", "Password changed", area="access")
# identity: of single sign-on
IDENTITY_LINKED = Event("identity-linked", "Single sign-on linked", area="access")
# form: something is typed and not sent yet
TEXT_KEPT = Event("text-kept", "Unsent text saved")
# form: it was sent or discarded
TEXT_DROPPED = Event("text-dropped", "Unsent text discarded")
# contract, version
TERMS_AGREED = Event("terms-agreed", "Agreed to the terms of use", area="access")
# reason
UNLOCKED = Event("unlocked", "Account unlocked", area="access")
GROUP_CREATED = Event("group-created", "Provider group created", area="access")
# provider, to a group
PROVIDER_ADDED = Event("provider-added", "Provider added to a group", area="access")
# role, group and provider or contract; reason: the support desk's
ROLE_GRANTED = Event("role-granted", "Role granted", area="access")
# role, before, group, provider
ROLE_CHANGED = Event("role-changed", "Role changed", area="access")
# role, group, provider
ROLE_REMOVED = Event("role-removed", "Role removed", area="access")
# membership, group, provider
MEMBERSHIP_PAUSED = Event("membership-paused", "Membership paused", area="access")
# membership, group, provider
MEMBERSHIP_RESUMED = Event("membership-resumed", "Membership resumed", area="access")
# form, filters: their names and ids
AUDIT_EXPORTED = Event("audit-exported", "Exported the audit trail", area="access")
# rows, seals, flaws
AUDIT_VERIFIED = Event("audit-verified", "Verified the audit trail", area="access")

SUBJECT_ACCOUNT = "account"
SUBJECT_GROUP = "provider-group"
SUBJECT_PAIR = "npi-and-code"  # a digest of the NPI typed
SUBJECT_USERNAME = "username"  # a digest: nobody has an account of that name
SUBJECT_AUDIT = "audit-trail"
