"""What was mailed."""

from django.core import mail

from tests import world as w


def notices_to(who: str, number: str, *subjects: str) -> None:
    """The character got these notices on the case, with its Case ID and nothing about the person."""
    mine = [
        message
        for message in mail.outbox
        if message.to == [f"{who}@example.org"] and number in message.subject
    ]
    assert [message.subject for message in mine] == [
        f"Case {number} {subject}" for subject in subjects
    ]
    for message in mine:
        assert number in str(message.body)
        for secret in (w.CANARY, "Carol", "Max", "Meridian", "CO1000001", "MS1000001"):
            assert secret not in message.subject + str(message.body)
