"""A call was picked up and # was pressed: whoever holds the telephone confirms the step that asked
for it.
"""

from dataclasses import dataclass
from datetime import datetime

from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people import events
from precert.people.acting import as_account
from precert.people.actions.verify_code import over
from precert.people.models import Challenge


@dataclass(frozen=True)
class AnsweredCall:
    """The challenge that the call was about."""

    challenge_id: int


class AnswerCall(LockedAction[AnsweredCall]):
    """Mark the challenge as answered, once and only while it is open. The page that waits goes on
    by itself.
    """

    verb = "answer-call"
    label = "Answer a call"
    permission = ""

    def lock(self) -> None:
        """Only one of many at the same time answers it."""
        if not _answer(self.data.challenge_id, self.actor.account_id, self.now):
            raise over()

    def allowed(self) -> bool:
        """The door has made sure that the telephone service says so."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Journal it."""
        self.record(
            events.CALL_ANSWERED,
            events.SUBJECT_ACCOUNT,
            self.actor.account_id,
            challenge=self.data.challenge_id,
        )


def answer_call(challenge_id: int, now: datetime) -> bool:
    """Take # for an answer; False, and nothing is changed, when the call is over, was answered
    before, or isn't there.
    """
    calls = Challenge.objects.select_related("account").filter(
        pk=challenge_id, channel="voice", used_at=None, answered_at=None
    )
    challenge = calls.filter(expires_at__gt=now).first()
    if challenge is None or challenge.account is None:
        return False
    try:
        perform(AnswerCall, AnsweredCall(challenge_id), as_account(challenge.account), now)
    except Refusal:
        return False
    return True


def _answer(challenge_id: int, account_id: int | None, now: datetime) -> bool:
    calls = Challenge.objects.filter(
        pk=challenge_id, account=account_id, account__isnull=False, channel="voice"
    )
    return bool(
        calls.filter(used_at=None, answered_at=None, expires_at__gt=now).update(answered_at=now)
    )
