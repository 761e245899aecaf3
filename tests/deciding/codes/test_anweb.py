"""The fixed-width HCPCS file, on lines of the same layout made here."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from precert.codes import anweb
from precert.codes.entries import CodeEntry

DISCLAIMER = ["***Notes\t\t\t\r\n", "\t\t\r\n", "\r\n", "A0000 is explained elsewhere\r\n"]


def line(
    code: str,
    text: str,
    *,
    kind: str = "3",
    sequence: int = 100,
    short: str = "",
    days: tuple[str, str, str] = ("", "", ""),
) -> str:
    """One record: code, sequence, kind, long and short text, days added, acted, ended at the
    columns of the layout.
    """
    head = f"{code:>5}{sequence:05}{kind}{text:80}{short:28}"
    return f"{head:268}{days[0]:8}{days[1]:8}{days[2]:8}N".ljust(320) + "\r\n"


def test_procedures_are_read_with_their_further_lines_and_days() -> None:
    reading, newest = anweb.read(
        [
            *DISCLAIMER,
            line("X1", "A modifier", kind="7"),
            line("X1", "more of it", kind="8", sequence=200),
            line("A9001", "A first line that goes on to the", days=("19850101", "19960910", "")),
            line("A9001", "next, and", kind="4", sequence=200),
            line("A9001", "ends here", kind="4", sequence=300),
            line("B9002", "Ended long ago", days=("20000101", "20180101", "20161231")),
            line("B9003", "", short="Only a short text"),
        ]
    )
    assert reading.rejected == []
    assert reading.entries == {
        ("hcpcs", "A9001"): CodeEntry(
            "A9001", "A first line that goes on to the next, and ends here", True, date(1985, 1, 1)
        ),
        ("hcpcs", "B9002"): CodeEntry(
            "B9002", "Ended long ago", True, date(2000, 1, 1), date(2016, 12, 31)
        ),
        ("hcpcs", "B9003"): CodeEntry("B9003", "Only a short text"),
    }
    assert newest == date(2018, 1, 1)


def test_lines_cut_after_the_text_are_read() -> None:
    reading, _ = anweb.read([line("A9001", "Fine").rstrip()])
    assert reading.entries["hcpcs", "A9001"].text == "Fine"


def test_bad_records_are_named_and_good_ones_kept() -> None:
    reading, _ = anweb.read(
        [
            line("A9001", "Wrong day", days=("20001332", "", "")),
            line("A9002", "Good"),
            line("A9009", "continues nothing", kind="4", sequence=200),
            "rubbish\n",
            line("9A003", "Wrong code"),
            line("A9002", "Twice"),
            line("A9004", ""),
        ]
    )
    assert [entry.text for entry in reading.entries.values()] == ["Good"]
    assert [(r.row, r.column) for r in reading.rejected] == [
        (1, "day added"),
        (3, "record identification"),
        (4, "record identification"),
        (5, "code"),
        (6, "code"),
        (7, "description"),
    ]


def test_another_kind_of_file_is_refused() -> None:
    reading, newest = anweb.read(["code,description\n", "97110,x\n"])
    assert reading.entries == {}
    assert len(reading.rejected) == 1
    assert newest is None


@given(st.lists(st.text(max_size=340), max_size=6))
def test_no_file_raises(lines: list[str]) -> None:
    anweb.read(lines)
