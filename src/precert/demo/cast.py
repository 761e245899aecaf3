"""Who is in the demonstration: provider groups with their providers, and an account of every role.
All synthetic.

NPIs begin with 2: the format allows it and none has been issued, so they can't be anybody's.
Phone numbers are 555-01xx.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stdnum import luhn

PASSWORD = "Try-it-out-2026"  # nosec B105 - of synthetic people, printed at every start
DOMAIN = "demo.example"
CO, MS = "co-um", "ms-state-um"
NPI_PREFIX = "80840"  # ISO card-issuer prefix that the NPI's check digit covers (45 CFR 162.406)


@dataclass(frozen=True)
class Site:
    """A provider: its key here, name, type of the contracts' list, town, contracts, specialty;
    whether it has an NPI.
    """

    key: str
    name: str
    type: str
    town: str
    contracts: tuple[str, ...]
    specialty: str = ""
    person: tuple[str, str] | None = None  # first and last name of a practitioner
    has_npi: bool = True


@dataclass(frozen=True)
class CastSeat:
    """An account: username, name, role; for provider people the group, and one provider unless they
    serve all of it.
    """

    username: str
    first_name: str
    last_name: str
    role: str
    group: str = ""
    site: str = ""
    contract: str = ""


@dataclass(frozen=True)
class Town:
    """A place of the demonstration: state, county, postal code and area code."""

    name: str
    state: str
    county: str
    postal_code: str
    area: str


TOWNS: Mapping[str, Town] = {
    town.name: town
    for town in (
        Town("Denver", "CO", "Denver", "80204", "303"),
        Town("Aurora", "CO", "Arapahoe", "80012", "303"),
        Town("Boulder", "CO", "Boulder", "80302", "303"),
        Town("Pueblo", "CO", "Pueblo", "81003", "719"),
        Town("Colorado Springs", "CO", "El Paso", "80903", "719"),
        Town("Jackson", "MS", "Hinds", "39201", "601"),
        Town("Hattiesburg", "MS", "Forrest", "39401", "601"),
        Town("Biloxi", "MS", "Harrison", "39530", "228"),
        Town("Tupelo", "MS", "Lee", "38801", "662"),
    )
}

GROUPS: Mapping[str, tuple[Site, ...]] = {
    "Ridgeline Health": (
        Site(
            "hospital",
            "Ridgeline Hospital",
            "acute-hospital",
            "Denver",
            (CO,),
            "General acute care",
        ),
        Site(
            "rehab",
            "Ridgeline Rehabilitation Hospital",
            "rehab-hospital",
            "Aurora",
            (CO, MS),
            "Rehabilitation",
        ),
        Site(
            "laboratory",
            "Ridgeline Laboratory",
            "laboratory",
            "Denver",
            (CO,),
            "Clinical laboratory",
        ),
        Site(
            "magnolia",
            "Magnolia General Hospital",
            "acute-hospital",
            "Jackson",
            (MS,),
            "General acute care",
        ),
        Site(
            "nursing",
            "Magnolia Nursing Center",
            "nursing-facility",
            "Hattiesburg",
            (MS,),
            "Skilled nursing",
        ),
    ),
    "Aspen Grove Clinics": (
        Site("clinic", "Aspen Grove Clinic", "clinic", "Denver", (CO, MS), "Family medicine"),
        Site(
            "therapy",
            "Aspen Grove Therapy Center",
            "therapist",
            "Boulder",
            (CO,),
            "Rehabilitation therapy",
        ),
        Site(
            "surgery",
            "Aspen Grove Surgery Center",
            "surgery-center",
            "Aurora",
            (CO, MS),
            "Ambulatory surgery",
        ),
        Site("delta", "Delta Family Clinic", "clinic", "Jackson", (MS,), "Family medicine"),
        Site(
            "testwell",
            "Nina Testwell MD",
            "physician",
            "Denver",
            (CO, MS),
            "Internal medicine",
            ("Nina", "Testwell"),
        ),
        Site(
            "sampleton",
            "Omar Sampleton MD",
            "physician",
            "Aurora",
            (CO,),
            "Orthopedic surgery",
            ("Omar", "Sampleton"),
        ),
        Site(
            "mockridge",
            "Ruth Mockridge DO",
            "physician",
            "Jackson",
            (MS,),
            "Hospital medicine",
            ("Ruth", "Mockridge"),
        ),
    ),
    "Summit Equipment": (
        Site(
            "summit",
            "Summit Equipment Denver",
            "dme-supplier",
            "Denver",
            (CO,),
            "Medical equipment",
        ),
        Site(
            "pueblo",
            "Summit Equipment Pueblo",
            "dme-supplier",
            "Pueblo",
            (CO,),
            "Medical equipment",
        ),
        Site(
            "infusion",
            "Summit Infusion Pharmacy",
            "infusion-pharmacy",
            "Tupelo",
            (MS,),
            "Home infusion",
        ),
    ),
    "Hearthside Home Health": (
        Site(
            "hearthside",
            "Hearthside Home Health Denver",
            "home-health",
            "Denver",
            (CO,),
            "Home health",
        ),
        Site(
            "hearthside-springs",
            "Hearthside Home Health Springs",
            "home-health",
            "Colorado Springs",
            (CO,),
            "Home health",
        ),
        Site(
            "hearthside-jackson",
            "Hearthside Home Health Jackson",
            "home-health",
            "Jackson",
            (MS,),
            "Home health",
        ),
        Site("hospice", "Hearthside Hospice", "hospice", "Hattiesburg", (MS,), "Hospice"),
    ),
    "Clearview Imaging": (
        Site(
            "imaging",
            "Clearview Imaging Aurora",
            "imaging-center",
            "Aurora",
            (CO,),
            "Diagnostic imaging",
        ),
        Site(
            "imaging-springs",
            "Clearview Imaging Springs",
            "imaging-center",
            "Colorado Springs",
            (CO,),
            "Diagnostic imaging",
        ),
        Site(
            "imaging-gulf",
            "Clearview Imaging Gulf Coast",
            "imaging-center",
            "Biloxi",
            (CO, MS),
            "Diagnostic imaging",
        ),
    ),
    "Harbor Behavioral Health": (
        Site(
            "harbor",
            "Harbor Behavioral Health Denver",
            "psychiatric-facility",
            "Denver",
            (CO,),
            "Psychiatry",
        ),
        Site(
            "harbor-biloxi",
            "Harbor Residential Center Biloxi",
            "psychiatric-facility",
            "Biloxi",
            (MS,),
            "Residential treatment",
        ),
    ),
}

# Enrolled, and nobody has registered them yet: for who tries out registering.
UNREGISTERED = (
    Site("prairie", "Prairie Wind Clinic", "clinic", "Pueblo", (CO, MS), "Family medicine"),
    Site(
        "larkspur",
        "Larkspur Therapy",
        "therapist",
        "Tupelo",
        (MS,),
        "Rehabilitation therapy",
        has_npi=False,
    ),
)
SITES: tuple[Site, ...] = (*(site for sites in GROUPS.values() for site in sites), *UNREGISTERED)

PROVIDER_PEOPLE = (
    CastSeat("ada", "Ada", "Archer", "provider-staff", "Ridgeline Health", "hospital"),
    CastSeat("ben", "Ben", "Bellows", "provider-admin", "Aspen Grove Clinics", "clinic"),
    CastSeat("cora", "Cora", "Calloway", "provider-group-admin", "Ridgeline Health"),
    CastSeat("dan", "Dan", "Drummond", "provider-admin-reports", "Summit Equipment", "summit"),
    CastSeat("eva", "Eva", "Eastman", "provider-group-admin-reports", "Aspen Grove Clinics"),
    CastSeat("finn", "Finn", "Fairway", "provider-group-admin", "Hearthside Home Health"),
    CastSeat("gail", "Gail", "Garland", "provider-group-admin", "Clearview Imaging"),
    CastSeat("hugo", "Hugo", "Hartley", "provider-group-admin", "Harbor Behavioral Health"),
    CastSeat("lena", "Lena", "Lockwood", "provider-staff", "Summit Equipment", "infusion"),
)
STAFF = (
    CastSeat("iris", "Iris", "Ingram", "intake"),
    CastSeat("nora", "Nora", "Nightly", "nurse"),
    CastSeat("noel", "Noel", "Northam", "nurse", contract=MS),
    CastSeat("paul", "Paul", "Penhaligon", "physician"),
    CastSeat("pia", "Pia", "Pemberton", "physician", contract=CO),
    CastSeat("alma", "Alma", "Appleby", "appeals"),
    CastSeat("sam", "Sam", "Stratton", "supervisor"),
    CastSeat("sue", "Sue", "Summers", "support"),
    CastSeat("max", "Max", "Merriman", "administrator"),
)


def npi(number: int) -> str:
    """The synthetic NPI of that number (below a hundred million), with its check digit."""
    first = f"2{number:08d}"
    return first + str(luhn.calc_check_digit(NPI_PREFIX + first))


def code(number: int) -> str:
    """The registration code of the provider of that number, under each of its contracts."""
    return f"TRY-{number * 7919 % 10_000:04d}"


def newcomer() -> str:
    """What to register with, in words: the first provider that nobody has registered, and one
    without NPI.
    """
    first, second = (SITES.index(site) + 1 for site in UNREGISTERED)
    return (
        f"NPI {npi(first)} with the code {code(first)} ({UNREGISTERED[0].name}); for MS State UM"
        f" also {code(second)} in both fields."
    )


def phone(area: str, number: int) -> str:
    """A telephone number kept for fiction: 555-0100 to 555-0199."""
    return f"{area}-555-{100 + number % 100:04d}"
