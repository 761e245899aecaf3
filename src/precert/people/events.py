"""The events of sign-in and access, by their stable names; the payload is ids. Readers in any room may import them. Pure."""

CODE_REQUESTED = "code.requested"  # challenge, sealed: the code, readable by `people.queries.open_code` only
CODE_FAILED = "code-failed"  # challenge, address
SIGNED_IN = "signed-in"  # challenge, address
SIGN_IN_FAILED = "sign-in-failed"  # reason, door, address
LOCKED = "locked"  # factor
CONTEXT_CHANGED = "context-changed"  # provider
SIGNED_OUT = "signed-out"  # reason: asked, idle, limit
ACCOUNT_CREATED = "account-created"
GROUP_CREATED = "group-created"
ROLE_GRANTED = "role-granted"  # role, group and provider or contract

SUBJECT_ACCOUNT = "account"
SUBJECT_GROUP = "provider-group"
SUBJECT_USERNAME = "username"  # a digest: nobody has an account of that name
