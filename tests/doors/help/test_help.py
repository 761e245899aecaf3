import pytest
from django.test import Client

from precert.web.help import text as reader
from tests import world as w

PAGES = [
    "/help",
    "/help/guide",
    "/help/faq",
    "/help/releases",
    "/help/passwords",
    "/help/resources",
]


@pytest.mark.django_db
@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize(
    ("who", "provider"), [("ada", "denver"), ("jill", "jackson"), ("grace", None), ("ada", None)]
)
def test_every_help_page_opens_for_everybody(now, place, who, provider):
    world = w.build(now)
    page = w.signed_in(world, who, provider).get(place)
    assert page.status_code == 200
    assert "**" not in page.content.decode()


@pytest.mark.django_db
@pytest.mark.req("ACC-07", "ACC-10")
def test_who_cannot_sign_in_reads_whom_to_call_and_what_a_password_needs(now, settings):
    w.build(now)
    page = Client().get("/help").content.decode()
    assert "720-555-0142" in page
    assert page.count("<dt>Phone</dt>") == 2, "of every contract"
    assert "Change Password" not in Client().get("/help/passwords").content.decode()
    assert Client().get("/help/guide").status_code == 302
    assert Client().head("/help").status_code == 200


@pytest.mark.django_db
def test_the_contact_is_that_of_ones_contracts(now):
    world = w.build(now)
    page = w.signed_in(world, "jill", "jackson").get("/help").content.decode()
    assert "MS State UM" in page
    assert "CO UM" not in page


def test_a_text_is_read_into_plain_parts_and_marks_of_html_stay_words():
    blocks = reader.read(
        "# Title\n\n## Part\nOne line\nand **two** <script>x</script>.\n\n- a `b`\n- c\n\n1."
        " d\n2) e\n"
    )
    assert [(b.kind, len(b.rows)) for b in blocks] == [("h2", 1), ("p", 1), ("ul", 2), ("ol", 2)]
    assert blocks[1].rows[0][0].text == "One line and "
    assert blocks[1].rows[0][1] == reader.Words("two", "strong")
    assert blocks[1].rows[0][2].text == " <script>x</script>."
    assert blocks[2].rows[0][1] == reader.Words("b", "code")
    assert reader.read("") == []
