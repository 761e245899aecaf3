"""What the demonstration's providers ask for: each service as a template of a request that passes
the contract's edits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from precert.demo.cast import CO, MS

Answers = Mapping[str, list[Any]]  # a timedelta stands for the day that long after the request


@dataclass(frozen=True)
class Ask:
    """One procedure line. `days` from start to end, both counted; `rate` in dollars."""

    code: str
    quantity: int
    days: int
    unit: str = "FL"
    frequency: str = "once"
    modifier: str = ""
    rate: str = ""

    @property
    def system(self) -> str:
        """HCPCS codes begin with a letter, CPT codes with a digit."""
        return "hcpcs" if self.code[0].isalpha() else "cpt"


@dataclass(frozen=True, kw_only=True)
class DemoService:
    """A kind of request: who asks (account and site), who serves, for whom, why, and what."""

    contract: str
    category: str
    type: str
    place: str
    by: tuple[str, str]
    diagnoses: tuple[str, ...]
    why: str
    asks: tuple[Ask, ...] = ()
    serving: str = ""  # site; empty: the one that asks
    attending: str = ""
    stay: int = 0  # nights
    source: str = ""
    answers: Mapping[str, Answers] = field(default_factory=dict)
    documents: tuple[str, ...] = ("physician-order",)
    ages: tuple[int, int] = (18, 100)
    gender: str = ""


IMAGING: Answers = {
    "modality": ["mri"], "contrast": ["none"], "region": ["spine"], "reason": ["suspected"], "onset": [timedelta(days=-52)],
    "warning-signs": ["neurologic"], "earlier": [False], "implant": [False],
    "plan-change": ["The result decides between an injection and a surgical consultation."],
}  # fmt: skip
WHEELCHAIR: Answers = {
    "device": ["power"], "exam-date": [timedelta(days=-17)], "condition": ["Progressive muscle weakness"],
    "weight": [{"value": "168", "unit": "[lb_av]"}], "walking": ["few-steps"], "propelling": ["cannot"],
    "activities": ["toileting", "bathing"], "hours": ["10"], "skin": ["at-risk"], "operation": ["joystick"], "access": [True],
}  # fmt: skip
REHABILITATION: Answers = {
    "impairment": ["stroke"], "onset": [timedelta(days=-11)], "stable": [True], "before": ["independent"], "transfers": ["moderate"],
    "walking": ["20"], "therapies": ["physical", "occupational"], "hours": ["3"], "physician": [True],
    "goals": ["Walk 150 feet with a cane and dress without help in 18 days."], "discharge": ["home-help"],
}  # fmt: skip


def _outpatient(
    contract: str,
    type_: str,
    place: str,
    by: tuple[str, str],
    diagnoses: str,
    why: str,
    *asks: Ask,
    **more: Any,
) -> DemoService:
    return DemoService(
        contract=contract,
        category="outpatient",
        type=type_,
        place=place,
        by=by,
        diagnoses=tuple(diagnoses.split()),
        why=why,
        asks=asks,
        **more,
    )


_co, _ms = partial(_outpatient, CO), partial(_outpatient, MS)


def _stay(
    contract: str,
    type_: str,
    place: str,
    by: tuple[str, str],
    diagnoses: str,
    why: str,
    *asks: Ask,
    **more: Any,
) -> DemoService:
    return DemoService(
        contract=contract, category="inpatient", type=type_, place=place, by=by, diagnoses=tuple(diagnoses.split()), why=why, asks=asks,
        **{"documents": ("admission-record", "progress-note"), **more},
    )  # fmt: skip


CLINIC, HOSPITAL, THERAPY = ("ben", "clinic"), ("ada", "hospital"), ("eva", "therapy")
SUMMIT, CLEARVIEW, HEARTH = ("dan", "summit"), ("gail", "imaging"), ("finn", "hearthside")
DELTA, MAGNOLIA, JACKSON = ("eva", "delta"), ("cora", "magnolia"), ("finn", "hearthside-jackson")

SERVICES: Mapping[str, DemoService] = {
    "co-pt": _co("111", "49", THERAPY, "M54.50 M54.16", "Back pain for three months; lifting and standing are limited.",
        Ask("97110", 16, 60, frequency="weekly-2", modifier="GP"), Ask("97140", 8, 60, frequency="weekly-1", modifier="GP"),
        documents=("plan-of-care",)),
    "co-knee-pt": _co("111", "49", THERAPY, "Z96.651 M25.561 M62.81", "Six weeks after a knee replacement; bends to 80 degrees.",
        Ask("97112", 12, 45, frequency="weekly-2"), documents=("plan-of-care", "physician-order")),
    "co-ot": _co("112", "49", THERAPY, "I69.351", "Can't dress or cook alone since a stroke.",
        Ask("97530", 16, 60, frequency="weekly-2", modifier="GO"), documents=("plan-of-care",)),
    "co-speech": _co("113", "49", THERAPY, "F80.2 F84.0", "Speaks in two-word sentences at school age.",
        Ask("92508", 12, 84, unit="VS", frequency="weekly-1"), documents=("plan-of-care", "education-plan"), ages=(3, 17)),
    "co-swallowing": _co("113", "49", THERAPY, "R13.12 I69.351", "Coughs with thin liquids; lost nine pounds.",
        Ask("92526", 10, 60, unit="VS", frequency="weekly-2"), documents=("plan-of-care",)),
    "co-spine-mri": _co("117b", "22", CLINIC, "M54.16 M51.26", "Leg weakness with back pain after six weeks of therapy.",
        Ask("72148", 1, 30), serving="imaging", answers={"imaging": IMAGING}, documents=("medical-record",)),
    "co-knee-mri": _co("117b", "22", CLINIC, "S83.511A M25.561", "Knee gives way after a fall; examination suggests a torn ligament.",
        Ask("73721", 1, 30, modifier="RT"), serving="imaging-springs", answers={"imaging": {**IMAGING, "region": ["joint"]}}),
    "co-brain-mri": _co("117b", "22", HOSPITAL, "G43.709 R51.9", "New headaches that wake at night.",
        Ask("70551", 1, 30), answers={"imaging": {**IMAGING, "region": ["head-neck"]}}, documents=("medical-record",)),
    "co-pet": _co("117b", "22", CLEARVIEW, "C34.90 R91.1", "Staging before treatment of a lung mass.",
        Ask("78815", 1, 30), Ask("71260", 1, 30), documents=("medical-record", "test-result"),
        answers={"imaging": {k: v for k, v in IMAGING.items() if k not in {"contrast", "implant"}}
                 | {"modality": ["pet-ct"], "region": ["chest"], "reason": ["known"], "warning-signs": ["cancer"]}}),
    "co-cpap": _co("032", "12", SUMMIT, "G47.33", "Sleep study shows 34 pauses an hour.",
        Ask("E0601", 1, 90, unit="MN", frequency="monthly", modifier="RR"), Ask("E0562", 1, 90, unit="MN", frequency="monthly"),
        documents=("physician-order", "test-result")),
    "co-oxygen": _co("032", "12", SUMMIT, "J44.9 J96.11", "Oxygen saturation of 84 percent at rest.",
        Ask("E1390", 3, 90, unit="MN", frequency="monthly", modifier="RR"), documents=("physician-order", "test-result")),
    "co-bed": _co("032", "12", ("dan", "summit"), "L89.153 G82.20", "Pressure injury; can't change position alone.",
        Ask("E0260", 3, 90, unit="MN", frequency="monthly", modifier="RR"), Ask("E0277", 3, 90, unit="MN", frequency="monthly")),
    "co-wheelchair": _co("032", "12", SUMMIT, "G12.21 M62.81 R26.81", "Loses strength in arms and legs; can't push a manual chair.",
        Ask("K0823", 1, 60, modifier="NU"), Ask("E2603", 1, 60), answers={"wheelchair": WHEELCHAIR},
        documents=("physician-order", "letter-of-necessity", "price-quote")),
    "co-unlisted": _co("032", "12", SUMMIT, "G82.20", "A standing frame that has no code of its own.",
        Ask("E1399", 1, 60, rate="2150.00", modifier="NU"), documents=("physician-order", "price-quote")),
    "co-home-health": _co("122", "12", HEARTH, "I50.22 Z74.1", "Home from hospital with heart failure; learns to weigh and to dose.",
        Ask("G0299", 24, 60, frequency="weekly-2"), Ask("G0156", 24, 60, frequency="weekly-2"), documents=("plan-of-care",)),
    "co-reduction": _co("216", "24", CLINIC, "N62 M54.2", "Neck pain and grooves from straps; therapy for six months.",
        Ask("19318", 2, 60, modifier="50"), serving="surgery", documents=("medical-record", "photograph"), gender="F"),
    "co-septum": _co("216", "24", CLINIC, "J34.2 J34.89", "Can't breathe through the left side; sprays did not help.",
        Ask("30520", 1, 60), serving="surgery", documents=("medical-record",)),
    "co-rehab": _stay(CO, "361", "61", ("cora", "rehab"), "I63.9 G81.91", "Stroke ten days ago; needs two people to get up.",
        stay=18, attending="testwell"),
    "co-knee": _stay(CO, "363", "21", HOSPITAL, "M17.11", "Bone on bone; injections no longer help.",
        Ask("27447", 1, 1, modifier="RT"), stay=3, attending="sampleton", source="elective"),
    "co-spine": _stay(CO, "363", "21", HOSPITAL, "M51.16 M48.061", "Foot drop with a large disc herniation.",
        Ask("63030", 1, 1), stay=2, attending="sampleton", source="urgent"),
    "co-out-of-state": _stay(CO, "364a", "51", ("hugo", "harbor"), "F33.2 F43.10", "No bed for this treatment was found in the state.",
        stay=21, attending="testwell", source="transfer"),
    "ms-home-health": _ms("home-health", "12", JACKSON, "L89.153 R26.81", "Wound care and help with bathing.",
        Ask("G0299", 18, 45, frequency="weekly-2"), Ask("G0156", 18, 45, frequency="weekly-2"), documents=("plan-of-care",)),
    "ms-therapy": _ms("home-health", "12", JACKSON, "S72.001D R29.6", "Hip fracture; lives up two flights of stairs.",
        Ask("G0151", 12, 30, frequency="weekly-3"), documents=("plan-of-care", "therapy-note")),
    "ms-antibiotics": _ms("home-iv-therapy", "12", ("lena", "infusion"), "M86.9 L03.115", "Bone infection; six weeks of antibiotics.",
        Ask("S9500", 42, 42, unit="DY", frequency="daily"), documents=("physician-order", "test-result")),
    "ms-nutrition": _ms("home-iv-therapy", "12", ("lena", "infusion"), "C18.9", "Can't eat enough after bowel surgery.",
        Ask("S9364", 28, 28, unit="DY", frequency="daily")),
    "ms-hospice": _ms("hospice", "12", ("finn", "hospice"), "C34.90 Z74.1", "Comfort care at home.",
        Ask("T2042", 60, 60, unit="DY", frequency="daily"), documents=("plan-of-care",), ages=(45, 100)),
    "ms-knee-scope": _ms("outpatient-surgery", "24", DELTA, "S83.241A M25.561", "Knee locks; therapy did not help.",
        Ask("29881", 1, 30, modifier="RT"), serving="surgery", documents=("medical-record", "test-result")),
    "ms-cataract": _ms("outpatient-surgery", "24", DELTA, "H25.13", "Can't read road signs at dusk.",
        Ask("66984", 2, 60, modifier="50"), serving="surgery", documents=("medical-record",), ages=(50, 100)),
    "ms-pump": _ms("diabetic-care", "11", DELTA, "E10.65 Z79.4", "Four injections a day and still low at night.",
        Ask("E0784", 1, 30), Ask("A4253", 6, 90, unit="MN", frequency="monthly"), documents=("medical-record",)),
    "ms-pneumonia": _stay(MS, "inpatient-hospital", "21", MAGNOLIA, "J18.9 J96.11", "Pneumonia with low oxygen, admitted at night.",
        stay=4, attending="mockridge", source="emergency"),
    "ms-sepsis": _stay(MS, "inpatient-hospital", "21", MAGNOLIA, "A41.9 L03.115 E11.65", "Blood infection from a foot wound.",
        stay=6, attending="mockridge", source="emergency"),
    "ms-hip": _stay(MS, "inpatient-surgery", "21", MAGNOLIA, "M16.11", "Worn hip; walks one room.",
        Ask("27130", 1, 1), stay=3, attending="mockridge", source="elective"),
    "ms-rehab": _stay(MS, "inpatient-rehab", "61", ("cora", "rehab"), "I63.9 G81.91", "Stroke; can take three hours of therapy a day.",
        stay=16, attending="testwell", source="elective", answers={"inpatient-rehabilitation": REHABILITATION}),
    "ms-nursing": _stay(MS, "skilled-nursing-facility", "31", ("cora", "nursing"), "S72.001D M62.81", "After a hip fracture.",
        stay=20, source="elective", ages=(60, 100)),
    "ms-residential": _stay(MS, "residential-treatment-facility", "61", ("hugo", "harbor-biloxi"), "F31.9 F10.20",
        "Two hospital stays this year; outpatient care broke off.", stay=28, source="elective"),
}  # fmt: skip
