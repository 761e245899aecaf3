"""Phone numbers that codes go to: a direct line of ten digits in the United States, without an
extension.
"""

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumberType

HOME = "US"
REGIONS = {
    "US",
    "PR",
    "VI",
    "GU",
    "AS",
    "MP",
}  # the states and territories: all of them dial ten digits
NO_DIRECT_LINE = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
}
WRONG = "Enter a 10-digit direct line in the United States, like 303-555-0123."
EXTENSION = "Enter a direct line. We cannot call an extension."


def possible() -> bool:
    """Whether this installation can send text messages and call."""
    return bool(settings.TELEPHONE_URL)


def e164(typed: str) -> str:
    """The number as `+13035550123`. Raises ValueError with words for the person who typed it."""
    try:
        number = phonenumbers.parse(typed[:40], HOME)
    except phonenumbers.NumberParseException:
        raise ValueError(WRONG) from None
    if number.extension:
        raise ValueError(EXTENSION)
    ours = number.country_code == 1 and phonenumbers.region_code_for_number(number) in REGIONS
    if (
        not ours
        or not phonenumbers.is_valid_number(number)
        or phonenumbers.number_type(number) in NO_DIRECT_LINE
    ):
        raise ValueError(WRONG)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spelled(number: str) -> str:
    """An E.164 number as its owner would write it: `(303) 555-0123`; nothing for nothing."""
    return (
        phonenumbers.format_number(
            phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL
        )
        if number
        else ""
    )


def shown(number: str) -> str:
    """An E.164 number with all but its last four digits hidden: `+1 ••• ••• 0123`."""
    return f"+1 ••• ••• {number[-4:]}"
