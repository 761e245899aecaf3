"""Each component says what it is given, and never as markup."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

import pytest

from precert.web.templatetags.precert import age_on, chosen, field_id, page_window
from tests.deciding.web.rendering import render

SLY = "<b>\"x\" & 'y'</b>"
ESCAPED = "&lt;b&gt;&quot;x&quot; &amp; &#x27;y&#x27;&lt;/b&gt;"
AT = datetime(2026, 6, 9, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "markup",
    [
        (
            '<c-form-row path="a.b" label="{{ sly }}" hint="{{ sly }}" help="{{ sly }}" error="{{'
            ' sly }}" :value="sly" />'
        ),
        '<c-form-row path="a.b" :label="sly" type="textarea" :value="sly" />',
        '<c-form-row path="a.b" label="L" type="select" :options="pairs" :value="sly" />',
        '<c-form-row path="a.b" label="L" type="radios" :options="pairs" :value="sly" />',
        '<c-form-row path="a.b" label="L" type="checkboxes" :options="pairs" :value="list" />',
        '<c-combobox path="a.b" :label="sly" source="/codes" :text="sly" :value="sly" />',
        '<c-person-card :name="sly" :member_id="sly" :address="sly" />',
        '<c-status-tag :status="sly" />',
        '<c-count-tags :counts="pairs" :label="sly" />',
        '<c-error-summary :findings="findings" />',
        '<c-ribbon id="r" :title="sly" :summary="sly" />',
        '<c-progress-header :steps="steps" />',
        '<c-pager start="1" end="2" :total="sly" />',
        '<c-empty-state :title="sly" />',
        '<c-key-values :items="pairs" />',
        '<c-file-list :files="files" :caption="sly" />',
        '<c-timeline :entries="entries" />',
        '<c-dialog id="d" :title="sly">{{ sly }}</c-dialog>',
        (
            '<c-reorder :label="sly"><c-reorder-item :key="sly" :name="sly">{{ sly'
            " }}</c-reorder-item></c-reorder>"
        ),
        '<c-upload id="u" url="/u" :label="sly" :types="sly" />',
        '<c-data-table :caption="sly"><tr><td>{{ sly }}</td></tr></c-data-table>',
        '<c-saved-state :saved_at="sly" />',
    ],
)
def test_no_component_lets_markup_through(markup: str) -> None:
    shown = render(
        markup,
        sly=SLY,
        list=[SLY],
        pairs=[(SLY, SLY)],
        findings=[Thing(text=SLY, path="a.b", link="")],
        steps=[Thing(label=SLY, state="now", url="")],
        files=[Thing(name=SLY, kind=SLY, reason=SLY, at=AT)],
        entries=[Thing(at=AT, who=SLY, what=SLY, text=SLY)],
    )
    assert '<b>"x"' not in shown
    assert ESCAPED in shown
    assert "&amp;lt;" not in shown
    assert "<c-" not in shown
    assert "{#" not in shown


def test_a_field_has_its_path_as_id_and_says_its_error() -> None:
    shown = render(
        '<c-form-row path="service.start" label="Start" type="date" error="Give a date."'
        ' :required="True" data-x="1" />'
    )
    assert 'id="f-service-start"' in shown
    assert 'data-path="service.start"' in shown
    assert (
        'aria-describedby="f-service-start-error" aria-invalid="true" aria-required="true"' in shown
    )
    assert 'data-x="1"' in shown
    assert '<label class="usa-label usa-label--error" for="f-service-start">' in shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, 'value=""'), (0, 'value="0"'), ("", 'value=""')]
)
def test_nothing_is_shown_as_nothing_and_zero_as_zero(value: object, shown: str) -> None:
    assert shown in render(
        '<c-form-row path="a" label="L" type="number" :value="value" />', value=value
    )


def test_a_ribbon_tells_that_it_is_incomplete() -> None:
    assert "incomplete" in render('<c-ribbon id="r" title="T" :incomplete="True" />')
    assert "incomplete" not in render('<c-ribbon id="r" title="T" />')


def test_the_summary_shows_nothing_when_nothing_is_wrong() -> None:
    assert render('<c-error-summary :findings="[]" />') == ""


def test_a_column_turns_its_sort_and_keeps_the_other_filters() -> None:
    down = render(
        '<c-column label="Due" key="due" sort="due" />', address="/?kind=a&page=3&sort=due"
    )
    assert 'aria-sort="ascending"' in down
    assert 'href="?kind=a&amp;sort=-due"' in down
    assert 'href="?kind=a&amp;sort=due"' in render(
        '<c-column label="Due" key="due" sort="name" />', address="/?kind=a&sort=name"
    )


def test_a_pager_says_which_records_and_keeps_the_filters() -> None:
    shown = render(
        '<c-pager start="1" end="10" total="50" number="2" pages="5" show="10" />',
        address="/?kind=a&page=2&show=10",
    )
    assert "Displaying records 1 to 10 of 50 records" in shown
    assert 'href="?kind=a&amp;page=3&amp;show=10"' in shown
    assert 'aria-current="page" aria-label="Page 2"' in shown
    assert (
        '<a href="?kind=a&amp;show=10" aria-current="true" aria-label="Show 10 entries">10</a>'
        in shown
    )
    assert '<a href="?kind=a&amp;show=25" aria-label="Show 25 entries">25</a>' in shown


@pytest.mark.parametrize(
    ("number", "pages", "window"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        ("2", "4", [1, 2, 3, 4]),
        ("x", 4, []),
        (1, 0, [1]),
    ],
)
def test_pages_around_the_one_shown(
    number: object, pages: object, window: list[int | None]
) -> None:
    assert page_window(number, pages) == window


@pytest.mark.parametrize(
    ("path", "found"),
    [("a.b", "f-a-b"), ("lines.2.start_at", "f-lines-2-start-at"), (" x ", "f-x")],
)
def test_ids_of_fields(path: str, found: str) -> None:
    assert field_id(path) == found


@pytest.mark.parametrize(
    ("value", "option", "found"),
    [
        ("a", "a", True),
        (1, "1", True),
        (None, "None", False),
        (["a", "b"], "b", True),
        ("ab", "a", False),
        ([], "", False),
    ],
)
def test_what_is_chosen(value: object, option: object, found: bool) -> None:
    assert chosen(value, option) is found


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(1959, 6, 9), "67"), (date(1959, 6, 10), "66"), (date(2026, 5, 9), "1 month"), (date(2024, 6, 10), "23 months"),
        (date(2026, 6, 10), ""), (None, ""),
    ],
)  # fmt: skip
def test_an_age_in_whole_years_and_for_the_small_in_months(born: object, age: str) -> None:
    assert age_on(born, date(2026, 6, 9)) == age
