"""A call was picked up and # was pressed: whoever holds the telephone confirms the step that asked
for it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people import events
from precert.people.actors import as_account
from precert.people.models import Challenge
from precert.people.proofs import over


@dataclass(frozen=True)
class AnswerCallInput:
    """The challenge that the call was about."""

    challenge_id: int


class AnswerCall(Action[AnswerCallInput]):
    """Mark the challenge as answered, once and only while it is open. The page that waits goes on
    by itself.
    """

    verb = "answer_call"
    label = "Answer a call"
    permission = ""

    def find(self) -> None:
        """A call that is still to be answered."""
        if not self._call().exists():
            raise over()

    def allowed(self) -> bool:
        """The door has made sure that the telephone service says so."""
        return self.actor.account_id is not None

    def hold(self) -> None:
        """Only one of many at the same time answers it."""
        if not self._call().update(answered_at=self.now):
            raise Moved

    def apply(self) -> None:
        """Journal it."""
        self.record(
            events.CALL_ANSWERED,
            events.SUBJECT_ACCOUNT,
            self.actor.account_id,
            challenge=self.data.challenge_id,
        )

    def _call(self) -> QuerySet[Challenge]:
        mine = open_calls(self.data.challenge_id, self.now)
        return mine.filter(account=self.actor.account_id or 0)


def open_calls(challenge_id: int, now: datetime) -> QuerySet[Challenge]:
    """The challenge, while it is a call that nobody has answered."""
    return Challenge.objects.filter(
        pk=challenge_id, channel="voice", used_at=None, answered_at=None, expires_at__gt=now
    )


def answer_call(challenge_id: int, now: datetime) -> bool:
    """Take # for an answer; False, and nothing is changed, when the call is over, was answered
    before, or isn't there.
    """
    challenge = open_calls(challenge_id, now).select_related("account").first()
    if challenge is None or challenge.account is None:
        return False
    try:
        perform(AnswerCall, AnswerCallInput(challenge_id), as_account(challenge.account), now)
    except Refusal:
        return False
    return True
