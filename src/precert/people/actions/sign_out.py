"""The end of a session: asked for, by its limits, or from afar."""

from dataclasses import dataclass
from typing import Any, Literal

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.refusal import refuse
from precert.people import events
from precert.people.models import LoginSession

Ending = Literal["asked", "idle", "limit"]


@dataclass(frozen=True)
class Ended:
    """Which session, and why: the person asked for it, was idle too long, or the session reached
    its absolute limit.
    """

    session_id: int
    reason: Ending


class SignOut(LockedAction[Ended]):
    """End one's own session here."""

    verb = "sign-out"
    label = "Logout"
    permission = ""

    def allowed(self) -> bool:
        """Everybody may leave."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """End it once, and journal it."""
        mine = LoginSession.objects.filter(
            pk=self.data.session_id, account=self.actor.account_id, ended_at=None
        )
        if mine.update(ended_at=self.now, end_reason=self.data.reason):
            said = {"session": self.data.session_id, "reason": self.data.reason}
            self.record(events.SIGNED_OUT, events.SUBJECT_ACCOUNT, self.actor.account_id, **said)


@dataclass(frozen=True)
class Away:
    """One of one's own sessions: the one to end, or the one to stay."""

    session_id: int


class EndSession(LockedAction[Away]):
    """End one of one's own sessions from another browser."""

    verb = "end-session"
    label = "End the session"
    permission = ""

    def lock(self) -> None:
        """Another person's session is not known here."""
        mine = LoginSession.objects.filter(pk=self.data.session_id, account=self.actor.account_id)
        if not mine.exists():
            raise refuse("missing", "no-such-session", "Session not found.")

    def allowed(self) -> bool:
        """Everybody may end their own."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """End it, unless it is over."""
        end_sessions(self, self.actor.person_id, "from afar", only=self.data.session_id)


class EndOtherSessions(LockedAction[Away]):
    """End all of one's own sessions but the one that asks."""

    verb = "end-other-sessions"
    label = "End all other sessions"
    permission = ""

    def allowed(self) -> bool:
        """Everybody may end their own."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """End them; `session_id` is the one that stays."""
        end_sessions(self, self.actor.person_id, "from afar", but=self.data.session_id)


def end_sessions(
    action: Action[Any],
    account_id: int,
    reason: str,
    *,
    only: int | None = None,
    but: int | None = None,
) -> int:
    """End an account's open sessions (all, one, or all `but` one), inside an action's transaction;
    how many there were.
    """
    rows = LoginSession.objects.filter(account=account_id, ended_at=None)
    rows = rows if only is None else rows.filter(pk=only)
    open_ones = list(rows.exclude(pk=but or 0).values_list("pk", flat=True))
    for pk in open_ones:
        if LoginSession.objects.filter(pk=pk, ended_at=None).update(
            ended_at=action.now, end_reason=reason
        ):
            action.record(
                events.SESSION_ENDED, events.SUBJECT_ACCOUNT, account_id, session=pk, reason=reason
            )
    return len(open_ones)
