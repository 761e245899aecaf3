"""Every key of the contract pack is read by code outside `contracts`, or listed as waiting."""

from precert.jobs.reference import contract_readers as readers

# Attributes of these names are read, but of other things than the contract pack.
ELSEWHERE = {
    ("ConsumerRules", "temporary"),  # of a person
    ("CriteriaSheet", "source"),
    ("CriteriaSheet", "version"),
    ("Extension", "start"),  # of a line
    ("ExternalAppeal", "after"),
    ("HelpDoc", "id"),
    ("HelpDoc", "title"),
    ("Pack", "extension"),  # of a file name, of a telephone
    ("Pack", "state"),  # of an address, of a request
}


def test_a_key_is_read_or_waits() -> None:
    read = readers.readers().keys()
    idle = [key for key in readers.each_key() if key not in read and not readers.waiting(*key)]
    assert idle == [], "nothing reads them: read them, or list in WAITING what will"


def test_a_key_that_waits_is_not_read() -> None:
    read = readers.readers().keys()
    waiting = [key for key in readers.each_key() if readers.waiting(*key)]
    found = [key for key in waiting if key in read and key not in ELSEWHERE]
    assert found == [], "they are read now: take them out of WAITING"


def test_what_waits_is_a_key_or_a_table_of_keys() -> None:
    known = {f"{table}.{key}" for table, key in readers.each_key()}
    assert set(readers.WAITING) <= known | {table for table, _ in readers.each_key()}


def test_readers_are_found_through_methods_of_the_schema_and_in_templates() -> None:
    found = readers.readers()
    assert "cases.edits" in found["Rules", "servicing_types"]  # by Pack.may_serve
    assert "web.help" in found["Resource", "url"]  # in a template
    assert ("Pack", "entry_form") not in found


def test_an_attribute_of_the_same_name_reads_no_table_that_is_not_at_hand() -> None:
    """Every dictionary has `items`, and nearly everything has a `code`: a criterion is read only
    where its sheet is.
    """
    found = readers.readers()
    assert not {"people", "journal", "documents"} & {
        place.partition(".")[0] for place in found["Criterion", "code"] + found["Reason", "code"]
    }
    assert all(not place.startswith("demo") for places in found.values() for place in places)
