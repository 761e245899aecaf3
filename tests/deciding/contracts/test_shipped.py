"""What the two packs say, against what the guides of the two contracts say; and that they differ
where those do.
"""

import pytest

from precert.contracts.pack_reader import SHIPPED, read_folder
from precert.contracts.schema import Pack

CO = read_folder(SHIPPED / "co-um").pack
MS = read_folder(SHIPPED / "ms-state-um").pack


@pytest.mark.req("CON-01")
def test_who_the_contracts_are() -> None:
    assert (CO.name, CO.customer.name, CO.customer.number, CO.state, CO.time_zone) == (
        "CO UM",
        "Colorado",
        "00198",
        "CO",
        "America/Denver",
    )
    assert (MS.name, MS.customer.name, MS.customer.number, MS.state, MS.time_zone) == (
        "MS State UM",
        "Mississippi",
        "00203",
        "MS",
        "America/Chicago",
    )
    assert (CO.calendar.subdivision, MS.calendar.subdivision) == ("CO", "MS")
    assert (MS.labels.registration_code, MS.labels.registration_code_adding) == (
        "BCBS ID",
        "Medicaid ID",
    )
    assert (CO.labels.person, MS.labels.person) == ("Consumer", "Member")
    assert (CO.code_in_both_fields, MS.code_in_both_fields) == (False, True)
    assert CO.plans
    assert MS.plans


@pytest.mark.req("CON-02", part="values")
def test_the_lists_of_ms_state_um() -> None:
    places = [
        "Ambulatory Surgical Center", "Dialysis Center", "Home", "Inpatient Hospital", "Inpatient Rehab Center",
        "Office", "Outpatient Hospital", "Outpatient Rehab Center", "Skilled Nursing Facility", "Transportation",
    ]  # fmt: skip
    assert (
        [one.label for one in MS.outpatient.places_of_service]
        == [one.label for one in MS.inpatient.places_of_service]
        == places
    )
    assert [one.shown for one in MS.outpatient.service_types] == [
        "Home Health", "Home IV Therapy", "Hospice", "Medical Consultation Outpatient", "Outpatient Surgery", "Diabetic Care",
    ]  # fmt: skip
    assert [one.shown for one in MS.inpatient.service_types] == [
        "Hospice IP Hospital", "Inpatient Surgery", "Inpatient Hospital", "Inpatient Rehab", "LTAC",
        "Medical Consultation Inpatient", "Residential Treatment Facility", "Skilled Nursing Facility", "Transplant",
    ]  # fmt: skip
    assert [one.label for one in MS.inpatient.admission_sources] == ["Elective", "Emergency"]
    assert MS.outpatient.admission_sources == ()


@pytest.mark.req("CON-02", part="values")
def test_the_lists_of_co_um_show_their_codes() -> None:
    shown = {one.shown for one in (*CO.outpatient.service_types, *CO.inpatient.service_types)}
    assert shown >= {
        "032 - DME", "111 - Physical Therapy", "112 - Occupational Therapy", "113 - Speech Therapy",
        "117b - Imaging Studies", "216 - Reconstructive Surgery", "364a - OOS Inpatient",
    }  # fmt: skip
    assert {one.label for one in CO.outpatient.document_types} >= {
        "Physician Order",
        "Medical Record",
    }
    assert {one.label for one in CO.outpatient.request_types} == {
        "Prior Auth",
        "Concurrent",
        "Retrospective",
        "Reconsideration",
    }


@pytest.mark.req("CON-02", part="values")
@pytest.mark.parametrize("pack", [CO, MS], ids=lambda pack: pack.id)
@pytest.mark.parametrize("name", ["inpatient", "outpatient"])
def test_every_category_has_every_list(pack: Pack, name: str) -> None:
    category = pack.category(name)
    assert category.code_types.diagnosis == ("icd10cm",)
    assert {one.audience for one in category.note_types} == {"external", "internal"}
    for listed in (
        category.document_types,
        category.unit_qualifiers,
        category.frequencies,
        category.discharge_dispositions,
    ):
        assert len(listed) >= 3
    assert category.reasons_for("approved")[0].label == "Approved - Meets Criteria"
    assert {one.ground for one in category.reasons_for("denied")} == {
        "medical-necessity",
        "lack-of-information",
        "administrative",
    }


@pytest.mark.req("CON-03", part="values")
def test_how_requests_are_entered_and_extended() -> None:
    assert (CO.entry_form, MS.entry_form) == ("wizard", "ribbons")
    assert (CO.extension.start, MS.extension.start) == ("next-day", "same-day")
    assert (CO.extension.notification_editable, MS.extension.notification_editable) == (True, False)
    oos = CO.inpatient.service_type("364a")
    imaging = CO.outpatient.service_type("117b")
    assert oos is not None
    assert imaging is not None
    assert (oos.procedures_on_extension, imaging.procedures_on_extension) == (False, True)
    assert not any(one.procedures_on_extension for one in MS.inpatient.service_types)
    assert (CO.duration.los_counts_last_day, CO.duration.procedures_count_last_day) == (False, True)
    assert MS.duration.los_counts_last_day
    assert CO.inpatient.has_los("364a")
    assert not CO.outpatient.has_los("117b")


@pytest.mark.req("CON-03", part="values")
def test_required_fields_by_category_service_type_and_code() -> None:
    assert CO.outpatient.required_for_line("procedure", "117b", "70551") == {
        "start",
        "end",
        "duration",
        "quantity",
    }
    assert CO.inpatient.required_for_line("los", "364a") == {"start", "end", "duration"}
    assert "frequency" in CO.outpatient.required_for_line("procedure", "111", "97110")
    assert "rate" in CO.outpatient.required_for_line("procedure", "032", "E1399")
    assert "document" in CO.outpatient.required_for_case("032", ("E1399",))
    assert "document" not in CO.outpatient.required_for_case("032", ("K0824",))
    assert "place_of_service" not in CO.inpatient.required_for_case("364a")
    assert MS.inpatient.required_for_case() >= {
        "admission_source",
        "admit_date",
        "place_of_service",
    }
    assert "admission_source" not in MS.outpatient.required_for_case()


@pytest.mark.req("CON-03", part="urgency")
def test_urgency_is_asked_or_derived() -> None:
    assert CO.outpatient.urgency_of("expedited", "") == "expedited"
    assert CO.outpatient.urgency.with_reason
    assert MS.inpatient.urgency_of("", "emergency") == "expedited"
    assert MS.inpatient.urgency_of("expedited", "elective") == "standard"
    assert MS.outpatient.urgency_of("", "") == "standard"


@pytest.mark.req("CON-04")
def test_upload_limits() -> None:
    assert (CO.uploads.max_bytes, CO.uploads.strictly_below) == (4 * 1_048_576, False)
    assert (MS.uploads.max_bytes, MS.uploads.strictly_below) == (2 * 1_048_576, True)
    assert set(CO.uploads.extensions) == {
        "doc",
        "docx",
        "jpg",
        "jpeg",
        "mdi",
        "pdf",
        "tif",
        "tiff",
        "xls",
        "xlsx",
        "xps",
    }
    assert set(MS.uploads.extensions) == {
        "pdf",
        "tif",
        "doc",
        "docx",
        "txt",
        "rtf",
        "xls",
        "xlsx",
        "bmp",
        "gif",
        "jpg",
        "jpeg",
    }


@pytest.mark.req("CON-05", part="values")
def test_ways_to_answer_a_decision() -> None:
    buttons = {verb for verb, rule in CO.actions.items() if "action" in rule.channels}
    assert buttons >= {
        "copy",
        "extend",
        "discharge",
        "additional-clinical",
        "reconsideration",
        "revision",
        "peer-to-peer",
    }
    talk, again = MS.actions["peer-to-peer"], MS.actions["reconsideration"]
    assert talk.channels == again.channels == MS.actions["revision"].channels == ("note",)
    assert talk.window
    assert (talk.window.amount, talk.window.unit, talk.window.from_) == (
        1,
        "business-days",
        "determination",
    )
    assert (talk.grounds, talk.offered_times, talk.asker) == (("medical-necessity",), 3, "ordering")
    assert again.window
    assert (again.window.amount, again.window.unit, again.window.from_) == (
        30,
        "days",
        "initial-denial",
    )
    assert (again.grounds, again.document_mandatory) == (("lack-of-information",), True)
    assert (CO.look_back_months, MS.look_back_months) == (None, 12)
    assert CO.external_appeal is None
    assert MS.external_appeal is not None
    assert MS.external_appeal.address[-1] == "Jackson, MS 39225-4208"
    assert set(MS.external_appeal.after) == {"reconsideration", "peer-to-peer"}


@pytest.mark.req("CON-06")
@pytest.mark.parametrize(
    ("category", "kind", "source", "amount", "unit"),
    [
        ("outpatient", "prior-auth", "", 2, "business-days"),
        ("inpatient", "prior-auth", "emergency", 1, "business-days"),
        ("inpatient", "concurrent", "emergency", 1, "business-days"),
        ("inpatient", "prior-auth", "elective", 2, "business-days"),
        ("inpatient", "retrospective", "emergency", 30, "days"),
        ("outpatient", "retrospective", "", 30, "days"),
        ("inpatient", "appeal", "emergency", 30, "days"),
        ("outpatient", "reconsideration", "", 30, "days"),
    ],
)
def test_turnaround_of_ms_state_um(
    category: str, kind: str, source: str, amount: int, unit: str
) -> None:
    rule = MS.turnaround_for(
        category=category,
        kind=kind,
        urgency="expedited" if source == "emergency" else "standard",
        source=source,
    )
    assert rule is not None
    assert (rule.amount, rule.unit) == (amount, unit)


@pytest.mark.req("CON-06")
def test_turnaround_of_co_um_follows_the_national_limits() -> None:
    standard = CO.turnaround_for(category="outpatient", kind="prior-auth")
    expedited = CO.turnaround_for(
        category="inpatient", kind="concurrent", urgency="expedited", source="elective"
    )
    assert standard
    assert (standard.amount, standard.unit) == (7, "days")
    assert expedited
    assert (expedited.amount, expedited.unit) == (72, "hours")
    assert "CMS-0057-F" in standard.citation
    assert (CO.federal.applies, MS.federal.applies) == (True, False)
    assert (CO.information.on_miss, MS.information.on_miss) == (
        "decide-on-file",
        "deny-lack-of-information",
    )


@pytest.mark.req("CON-07")
def test_what_needs_no_authorization() -> None:
    free = MS.no_authorization
    assert free("", "inpatient-hospital", "inpatient", "O80")
    assert free("", "inpatient-hospital", "inpatient", "Z38.00")
    assert not free("", "inpatient-hospital", "inpatient", "O14.13")
    assert free("70551", "medical-consultation-outpatient", "outpatient", "G43.909")
    assert free("97110", "medical-consultation-outpatient", "outpatient", "M54.50")
    assert not free("97110", "home-health", "outpatient", "M54.50")
    assert not free("", "residential-treatment-facility", "inpatient", "F32.2")
    assert not free("70551", "inpatient-hospital", "inpatient", "G43.909")
    assert CO.no_authorization("71046", "117b", "outpatient")
    assert not CO.no_authorization("70551", "117b", "outpatient")


@pytest.mark.req("CON-07")
def test_who_may_serve_and_request() -> None:
    assert CO.may_serve("032", "dme-supplier")
    assert not CO.may_serve("032", "imaging-center")
    assert not CO.may_request("364a", "dme-supplier")
    assert CO.may_request("032", "clinic")  # not listed: open to all
    assert MS.may_serve("medical-consultation-outpatient", "clinic")


@pytest.mark.req("CON-08")
def test_which_questionnaires_a_request_answers() -> None:
    def asked(pack: Pack, category: str, service: str, *codes: str) -> list[str]:
        return [one.id for one in pack.questionnaires_for(category, service, codes)]

    assert asked(CO, "outpatient", "117b", "70551") == ["imaging"]
    assert asked(CO, "outpatient", "117b", "71046") == []
    assert asked(CO, "outpatient", "032", "K0824") == ["wheelchair"]
    assert asked(CO, "outpatient", "117b", "K0824", "70551", "72148") == ["imaging", "wheelchair"]
    assert asked(MS, "inpatient", "inpatient-rehab") == ["inpatient-rehabilitation"]
    assert asked(MS, "inpatient", "inpatient-hospital") == []
    assert asked(MS, "outpatient", "home-health", "70551") == []


@pytest.mark.req("CON-09", part="values")
@pytest.mark.parametrize("name", ["co-um", "ms-state-um"])
def test_texts_letters_and_criteria(name: str) -> None:
    content = read_folder(SHIPPED / name)
    pack = content.pack
    for outcome, start in (("approved", "Approval"), ("partial", "Partial"), ("denied", "Denial")):
        assert {one.file_name for one in pack.letters_for(outcome)} == {
            f"PA-UM{start}",
            f"Member_{start}",
        }
    assert content.assets[pack.terms.file].startswith("# Terms of use")
    assert {one.kind for one in pack.help} == {
        "user-guide",
        "faq",
        "release-notes",
        "password-guidelines",
    }
    assert all((pack.disclaimer, pack.appeal_rights, pack.community_resources, pack.support.phone))
    for category in ("inpatient", "outpatient"):
        for service in pack.category(category).service_types:
            codes = ("K0001",) if service.code == "032" else ()
            assert pack.criteria_for(category, service.code, codes), service.shown


@pytest.mark.req("CON-10", part="values")
def test_sessions_and_people() -> None:
    assert (CO.session.idle_minutes, CO.session.countdown, CO.session.unlock) == (
        30,
        "ends-at",
        "admins",
    )
    assert (MS.session.idle_minutes, MS.session.countdown, MS.session.unlock) == (
        15,
        "starts-at",
        "support",
    )
    assert CO.session.nonuse_days == MS.session.nonuse_days == 30
    assert (CO.consumers.temporary, MS.consumers.temporary) == (True, False)
    assert (CO.consumers.search_extra, MS.consumers.search_extra) == (("first_name",), ())
    assert (CO.consumers.visibility, MS.consumers.visibility) == ("context", "group")
    assert (CO.preferences_open_to_staff, MS.preferences_open_to_staff) == ((), ("codes",))
    assert (CO.fax_target, MS.fax_target) == ("submitter", "submitter")
    assert (CO.service_search_days, MS.service_search_days) == (30, None)
    assert (CO.message_count_in_search, MS.message_count_in_search) == (False, True)
    assert (bool(CO.reports), MS.reports) == (True, ())


def test_a_label_is_found_by_code_and_an_unknown_code_stands_for_itself() -> None:
    assert CO.outpatient.label("service_types", "117b") == "117b - Imaging Studies"
    assert MS.outpatient.label("places_of_service", "12") == "Home"
    assert MS.outpatient.label("places_of_service", "99") == "99"


def test_there_are_two_categories_only() -> None:
    with pytest.raises(ValueError, match="'day-care' is not a category"):
        CO.category("day-care")
