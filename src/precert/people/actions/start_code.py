"""A code is made and, through the journal, sent: by email, text message or call. A new code ends
the one before.
"""

from dataclasses import dataclass
from datetime import datetime

from precert.conduct.action import Action
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, refuse
from precert.people import codes, events, policy, tries
from precert.people.actors import STRANGER, as_account
from precert.people.models import Account, Challenge


@dataclass(frozen=True)
class StartCodeInput:
    """A code for an account, or a decoy (`account_id` None) that is made and counted the same and
    never sent.

    `about` is the digest of the name that was given, by which known and unknown ones are counted;
    `to` is an email address or a phone number as E.164.
    """

    account_id: int | None
    about: str
    purpose: policy.Purpose
    channel: policy.Channel
    to: str


class StartCode(Action[StartCodeInput]):
    """Make a code. The answer is the challenge's id; the code itself is only in the sealed event."""

    verb = "start_code"
    label = "Send a code"
    permission = ""

    def allowed(self) -> bool:
        """The door has asked for what comes before: a password, a link, a session, a name."""
        return self.actor.account_id == self.data.account_id

    def check(self) -> list[Finding]:
        """Too many codes that nobody typed in: somebody's mailbox or telephone is being flooded."""
        since = self.now - policy.CODE.window
        unused = Challenge.objects.filter(
            about=self.data.about, purpose=self.data.purpose, used_at=None, created_at__gt=since
        )
        if unused.count() < policy.CODE.unused:
            return []
        return [
            Finding(
                "too-many-codes",
                f"Too many codes were sent. Try again in {policy.CODE.window.seconds // 60}"
                " minutes.",
            )
        ]

    def apply(self) -> int:
        """Write the challenge with the code's hash; the event carries the code encrypted."""
        code = policy.new_code()
        mine = Challenge.objects.filter(
            about=self.data.about, purpose=self.data.purpose, used_at=None
        )
        mine.filter(expires_at__gt=self.now).update(expires_at=self.now)
        challenge = Challenge.objects.create(
            account_id=self.data.account_id,
            about=self.data.about,
            purpose=self.data.purpose,
            channel=self.data.channel,
            to=self.data.to,
            code_hash=codes.hashed(code),
            created_at=self.now,
            expires_at=self.now + policy.CODE.life,
        )
        sealed = codes.seal(code, challenge.pk)
        kind, subject = (
            (events.SUBJECT_ACCOUNT, self.data.account_id)
            if self.data.account_id
            else (events.SUBJECT_USERNAME, self.data.about[:40])
        )
        self.record(events.CODE_REQUESTED, kind, subject, challenge=challenge.pk, sealed=sealed)
        return challenge.pk


def start_code(
    account: Account, now: datetime, *, purpose: policy.Purpose, channel: policy.Channel, to: str
) -> int:
    """Make and send a code to somebody's address or number; the id of its challenge. Raises Refusal
    when too many were asked for.
    """
    wanted = StartCodeInput(
        account.pk, tries.key_of(account.username, purpose), purpose, channel, to
    )
    return int(perform(StartCode, wanted, as_account(account), now).answer)


def start_decoy(
    name: str, now: datetime, *, purpose: policy.Purpose, channel: policy.Channel = "email"
) -> int:
    """The same for a name that nobody has (or that may not have a code now): counted, never sent,
    never right.
    """
    wanted = StartCodeInput(None, tries.key_of(name, purpose), purpose, channel, "")
    return int(perform(StartCode, wanted, STRANGER, now).answer)


def start_again(challenge_id: int, now: datetime, *, channel: policy.Channel | None = None) -> int:
    """A new code in place of an earlier one, by the same way or another of the same number; the id
    of its challenge.

    Raises Refusal when too many were asked for, or when the challenge isn't there.
    """
    before = Challenge.objects.select_related("account").filter(pk=challenge_id).first()
    if before is None:
        raise refuse("missing", "no-such-code", "That code is not valid. Start again.")
    purpose: policy.Purpose = before.purpose  # type: ignore[assignment]  # the column holds nothing else
    wanted = StartCodeInput(
        before.account_id,
        before.about,
        purpose,
        channel or before.channel,  # type: ignore[arg-type]
        before.to,
    )
    return int(
        perform(
            StartCode, wanted, as_account(before.account) if before.account else STRANGER, now
        ).answer
    )
