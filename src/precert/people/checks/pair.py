"""First step of registering: NPI and registration code. Whatever is wrong with them, statements and
answer are the same.
"""

from datetime import datetime

from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.contracts.queries import current
from precert.kit.clock import local_day
from precert.kit.folding import identifier
from precert.people import policy, tries
from precert.people.actions.fail_registration import FailRegistration, FailRegistrationInput
from precert.people.actors import STRANGER
from precert.registry import registration
from precert.registry.registration import Match

NOT_VALID = "NPI/Regcode is not valid. Please check both and try again."


def check_pair(contract: str, npi: str, code: str, now: datetime, *, address: str) -> list[Match]:
    """The providers for which somebody knows the code. Raises the same Refusal for every reason why
    there is none.

    Wrong tries count for the NPI as it was typed and for the network address; past the limit a
    right pair is refused too. Raises UnknownContractError for a contract that isn't there.
    """
    by_npi, by_address = (
        tries.key_of(identifier(npi), "register"),
        tries.key_of(address, "register-address"),
    )
    tickets = tries.take(by_npi, now), tries.take(by_address, now, policy.ADDRESS)
    found = registration.find(contract, npi, code, local_day(now, current(contract).pack.time_zone))
    if found and all(tickets):
        tries.give_back(by_npi, tickets[0] or "", now)
        tries.give_back(by_address, tickets[1] or "", now)
        return found
    reason = "pair" if all(tickets) else "too-many"
    perform(FailRegistration, FailRegistrationInput(contract, by_npi[:40], reason), STRANGER, now)
    raise refuse("invalid", "pair-wrong", NOT_VALID)
