"""The events of sign-in and access, by their stable names; the payload is ids. Readers in any room
may import them. Pure.
"""

CODE_REQUESTED = (  # challenge, sealed: the code, readable by `people.queries.open_code` only
    "code.requested"
)
CODE_FAILED = "code-failed"  # challenge, purpose
CODE_PROVED = "code-proved"  # challenge, purpose
CALL_ANSWERED = "call-answered"  # challenge
SIGNED_IN = "signed-in"  # method, session
SESSION_ENDED = "session-ended"  # session, reason
SESSIONS_ENDED = "sessions-ended"  # all of an account, by support; reason
SIGN_IN_FAILED = "sign-in-failed"  # reason, door
LOCKED = "locked"  # factor
CONTEXT_CHANGED = "context-changed"  # provider
SIGNED_OUT = "signed-out"  # session, reason: asked, idle, limit
ACCOUNT_CREATED = "account-created"
ACCOUNT_CHANGED = "account-changed"  # fields: their names, never their values
ACCOUNT_DEACTIVATED = "account-deactivated"  # reason
ACCOUNT_REACTIVATED = "account-reactivated"  # reason
ACCOUNT_REMOVED = "account-removed"
# nobody registered with it in time, and somebody else wants it: the account is removed
USERNAME_FREED = "username-freed"
EMAIL_CHANGED = "email-changed"  # sealed: the address before, readable by `people.queries` only
LINK_REQUESTED = (  # link, purpose, sealed: the token, readable by `people.queries` only
    "link.requested"
)
# sealed: username and e-mail address as typed, readable by `people.actions.send_link` only
LINK_ASKED = "link.asked"
REGISTRATION_FAILED = "registration-failed"  # contract, reason
LINK_RESENT = "link-resent"  # reason
LINK_OPENED = "link-opened"  # link
REGISTERED = "registered"  # purpose of the link, factor
REGISTRATION_RESET = "registration-reset"  # reason
FACTOR_ADDED = "factor-added"  # factor, kind
FACTOR_REMOVED = "factor-removed"  # factor, kind
FACTOR_NAMED = "factor-named"  # factor, kind; never the name
RECOVERY_CODES_MADE = "recovery-codes-made"
PASSWORD_CHANGED = (  # how: changed, forgotten, registered  # nosec B105 - the name of an event
    "password-changed"
)
IDENTITY_LINKED = "identity-linked"  # identity: of single sign-on
TEXT_KEPT = "text-kept"  # form: something is typed and not sent yet
TEXT_DROPPED = "text-dropped"  # form: it was sent or discarded
TERMS_AGREED = "terms-agreed"  # contract, version
UNLOCKED = "unlocked"  # reason
GROUP_CREATED = "group-created"
PROVIDER_ADDED = "provider-added"  # provider, to a group
PROVIDER_REMOVED = "provider-removed"  # provider, from a group
ROLE_GRANTED = "role-granted"  # role, group and provider or contract; reason: the support desk's
ROLE_CHANGED = "role-changed"  # role, before, group, provider
ROLE_REMOVED = "role-removed"  # role, group, provider
MEMBERSHIP_PAUSED = "membership-paused"  # membership, group, provider
MEMBERSHIP_RESUMED = "membership-resumed"  # membership, group, provider
AUDIT_EXPORTED = "audit-exported"  # form, filters: their names and ids
AUDIT_VERIFIED = "audit-verified"  # rows, seals, flaws

SUBJECT_ACCOUNT = "account"
SUBJECT_GROUP = "provider-group"
SUBJECT_PAIR = "npi-and-code"  # a digest of the NPI typed
SUBJECT_USERNAME = "username"  # a digest: nobody has an account of that name
SUBJECT_AUDIT = "audit-trail"
