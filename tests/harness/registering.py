"""Registration codes and mailed links, without the pages."""

from datetime import datetime

from precert.conduct.action import Action
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.journal.models import Entry
from precert.people import links
from precert.people.policy import LinkPurpose
from precert.people.queries import open_mail
from precert.registry.models import RegistrationCode
from precert.registry.registration import code_digest

CODE = "RC-4711"


def give_code(provider_id: int, contract: str, code: str = CODE) -> str:
    """The provider has this registration code under the contract."""
    RegistrationCode.objects.update_or_create(
        provider_id=provider_id,
        contract=contract,
        defaults={"digest": code_digest(contract, code)},
    )
    return code


class Invite(Action[tuple[int, LinkPurpose]]):
    """Any action that makes a link."""

    verb = "test_invite"
    label = "Invite"
    permission = ""

    def allowed(self) -> bool:
        return True

    def apply(self) -> None:
        account, purpose = self.data
        links.make_link(self, account, purpose)


def invite(account_id: int, now: datetime, purpose: LinkPurpose = "invite") -> str:
    """A link for the account; its token."""
    perform(Invite, (account_id, purpose), worker(), now)
    return mailed_token(now)


def mailed_token(now: datetime) -> str:
    """The token of the newest link, as its mail has it."""
    mail = open_mail(Entry.objects.filter(verb="link.requested").latest("pk"), now)
    assert mail is not None
    return mail.token
