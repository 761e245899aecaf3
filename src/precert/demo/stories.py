"""What happens to each case of the demonstration, in time.

A story is a generator: it yields the moment of its next step and does that step when it is resumed.
So many stories are told together, each step in its turn, as if all these people had worked side by
side.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.conduct.perform import perform
from precert.demo import desk, reviewing
from precert.demo.cast import CO
from precert.demo.office import shift
from precert.demo.people import Crowd, Member
from precert.demo.plot import Plot, Unfinished
from precert.demo.reviewing import Matter
from precert.demo.services import SERVICES
from precert.jobs import worker
from precert.kit.clock import local_day

Steps = Iterator[datetime]
ITEMS = (
    "The notes of the last visit",
    "Results that support the request",
    "What was tried before, and for how long",
)
TYPING = timedelta(minutes=24)
NOTES = (
    "The family can be reached after four.",
    "Please call the office with questions.",
    "Records of the last visit are attached.",
)


@dataclass
class Scene:
    """One case while it goes on: who reviews it, what it is about, and its dice."""

    crowd: Crowd
    plot: Plot
    matter: Matter
    dice: Random
    at: datetime

    @property
    def nurse(self) -> str:
        """The nurse who takes it; two of them share one contract."""
        return "noel" if self.plot.service.contract != CO and self.plot.n % 2 else "nora"

    @property
    def physician(self) -> str:
        """The physician it is referred to."""
        return "pia" if self.plot.service.contract == CO and self.plot.n % 2 else "paul"

    def later(self, least: float, most: float) -> datetime:
        """Between so many office hours later."""
        self.at = shift(self.at, self.dice.uniform(least, most), self.plot.zone)
        return self.at


def story(crowd: Crowd, plot: Plot, member: Member) -> Steps:
    """The whole of one case."""
    service, dice = plot.service, plot.chance()
    pack = crowd.packs[service.contract]
    at = plot.submitted - TYPING
    yield at
    sheet = desk.begin(crowd, service, member, at)
    start = local_day(plot.submitted, plot.zone) + timedelta(
        days=0 if service.stay else dice.randint(2, 9)
    )
    desk.type_in(sheet, desk.service_details(service, crowd, start) | desk.diagnoses(service), at)
    yield (at := at + TYPING / 3)
    desk.type_in(sheet, desk.lines(service, pack, start, expedited=plot.expedited), at)
    desk.answer_questionnaires(sheet, service, at)
    yield (at := at + TYPING / 3)
    desk.attach(sheet, plot.name, service.documents, at)
    if plot.n % 3 == 0:
        desk.write_note(sheet.actor, sheet.id, f"{service.why} {NOTES[plot.n % len(NOTES)]}", at)
    yield plot.submitted
    request = desk.submit(sheet, plot.submitted)
    scene = Scene(crowd, plot, Matter(request, service, pack, start), dice, plot.submitted)
    yield from AFTERWARDS[plot.ending](scene)


def draft(crowd: Crowd, plan: Unfinished, member: Member) -> Steps:
    """A request that somebody left off at some step."""
    service, at = SERVICES[plan.name], plan.begun
    yield at
    sheet = desk.begin(crowd, service, member, at)
    start = local_day(at, crowd.packs[service.contract].time_zone) + timedelta(days=3)
    if plan.steps > 0:
        desk.type_in(sheet, desk.service_details(service, crowd, start), at)
    if plan.steps > 1:
        desk.type_in(sheet, desk.diagnoses(service), at)
    if plan.steps > 2:
        desk.type_in(sheet, desk.lines(service, sheet.pack, start, expedited=False), at)
    if plan.steps > 3:
        desk.answer_questionnaires(sheet, service, at)
        desk.attach(sheet, plan.name, service.documents, at)


def _nothing(scene: Scene) -> Steps:
    return iter(())


def _taken(scene: Scene) -> Steps:
    yield scene.later(0.3, 4)
    reviewing.take(scene.matter, scene.crowd.actor(scene.nurse), scene.at)


def _in_review(scene: Scene) -> Steps:
    yield from _taken(scene)
    yield scene.later(0.1, 0.4)
    nurse = scene.crowd.actor(scene.nurse)
    if scene.plot.n % 2:
        reviewing.decide(scene.matter, nurse, {scene.matter.keys[0]: "approved"}, scene.at)
    desk.write_note(
        nurse,
        scene.matter.request,
        "Criteria sheet begun; waiting for a call back.",
        scene.at,
        "internal",
    )


def _released(scene: Scene) -> Steps:
    yield from _taken(scene)
    yield scene.later(0.5, 2)
    reviewing.release(scene.matter, scene.crowd.actor(scene.nurse), scene.at)


def _referred(scene: Scene) -> Steps:
    yield from _taken(scene)
    yield scene.later(0.3, 2)
    reviewing.refer(scene.matter, scene.crowd.actor(scene.nurse), scene.at)


def _with_physician(scene: Scene) -> Steps:
    yield from _referred(scene)
    yield scene.later(0.3, 3)
    reviewing.take(scene.matter, scene.crowd.actor(scene.physician), scene.at)


def _asked(scene: Scene) -> Steps:
    yield from _taken(scene)
    yield scene.later(0.3, 2)
    reviewing.ask(
        scene.matter, scene.crowd.actor(scene.nurse), ITEMS[: 1 + scene.plot.n % 3], scene.at
    )


def _answered(scene: Scene) -> Steps:
    yield from _taken(scene)
    yield scene.later(0.3, 2)
    question, _ = reviewing.ask(
        scene.matter, scene.crowd.actor(scene.nurse), ITEMS[: 1 + scene.plot.n % 3], scene.at
    )
    yield scene.later(2, 7)
    service = scene.plot.service
    actor = scene.crowd.actor(*service.by)
    file = desk.upload(actor, scene.matter.pack, "medical-record", scene.plot.name, scene.at)
    answer = AnswerInformationInput(
        question, "The requested notes are attached.", ((file, "medical-record"),)
    )
    perform(AnswerInformation, answer, actor, scene.at)


def _missed(scene: Scene) -> Steps:
    yield from _taken(scene)
    yield scene.later(0.3, 2)
    _, due = reviewing.ask(scene.matter, scene.crowd.actor(scene.nurse), ITEMS, scene.at)
    yield (at := due + timedelta(minutes=1))
    worker.tick(at)


def _decided(
    outcome: str, *, physician: bool = False, alone: bool = True
) -> Callable[[Scene], Steps]:
    """The way to a determination; where `alone` is False only the last line gets the outcome and
    the others are approved.
    """

    def steps(scene: Scene) -> Steps:
        yield from (_with_physician if physician else _taken)(scene)
        yield from _determined(scene, outcome, physician=physician, alone=alone)

    return steps


def _approved_after_answer(scene: Scene) -> Steps:
    yield from _answered(scene)
    yield from _determined(scene, "approved", physician=False, alone=True)


def _determined(scene: Scene, outcome: str, *, physician: bool, alone: bool) -> Steps:
    yield scene.later(0.2, 3)
    actor = scene.crowd.actor(scene.physician if physician else scene.nurse)
    keys = scene.matter.keys
    others = "physician-approved" if physician else "approved"
    outcomes = {key: outcome if alone or key == keys[-1] else others for key in keys}
    version = reviewing.decide(scene.matter, actor, outcomes, scene.at)
    yield scene.later(0.05, 0.3)
    reviewing.issue(scene.matter, actor, version, scene.at)


def _mixed(scene: Scene) -> Steps:
    """One line is approved, the last one is denied or approved in part."""
    if scene.plot.n % 2:
        return _decided("not-necessary", physician=True, alone=False)(scene)
    return _decided("partial", alone=False)(scene)


AFTERWARDS: dict[str, Callable[[Scene], Steps]] = {
    "waiting": _nothing,
    "overdue": _nothing,
    "due-today": _nothing,
    "released": _released,
    "in-review": _in_review,
    "referred": _referred,
    "with-physician": _with_physician,
    "asked": _asked,
    "answered": _answered,
    "missed": _missed,
    "approved": _decided("approved"),
    "approved-after-answer": _approved_after_answer,
    "partial": _decided("partial"),
    "denied": _decided("not-necessary", physician=True),
    "denied-for-information": _decided("lack-of-information", physician=True),
    "not-covered": _decided("not-covered", physician=True),
    "mixed": _mixed,
}
