"""A good file under a name that doesn't fit is told what it is, and a step that can be done."""

import pytest

from precert.documents import file_types, kinds
from precert.documents.rules import MB, UploadRules
from tests.deciding.documents import samples
from tests.deciding.documents.samples import GOOD, WORD

CO = ("doc", "docx", "jpg", "pdf", "rtf", "tif", "txt", "xls", "xlsx")
FEW = ("pdf", "tif", "txt")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OPEN = "application/vnd.oasis.opendocument"
WORD_2003 = b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>'
EXCEL_2003 = b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(100)
WEBP = b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0" + bytes(30)
PNG = samples.picture("PNG")
WORDPERFECT = b"\xffWPC\x10\0\0\0\x01\x0a" + bytes(60)
SYLK = b'ID;PWXL;N;E\nC;Y1;X1;K"a"\nE\n'
CSV = b"name,age\nAnn,41\nBen,38\nCal,9\n"
PAGE = b"<html><body><table><tr><td>1</td></tr></table></body></html>"
MAILED = b"From: fax@example.org\nSubject: chart\n\n" + GOOD["pdf"]
TEMPLATE = samples.docx(f"{WORD}.template.main+xml")
MACRO_TEMPLATE = samples.docx("application/vnd.ms-word.template.macroEnabledTemplate.main+xml")
SLIDES = samples.compound({"PowerPoint Document": bytes(100)})
MESSAGE = samples.compound({"__properties_version1.0": bytes(100)})


def opened(kind: str) -> bytes:
    return samples.archive({"mimetype": f"{OPEN}.{kind}", "content.xml": "<content/>"})


def sheet(kind: str) -> bytes:
    types = samples.TYPES.format(
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.{kind}.main+xml"/>'
    )
    return samples.archive({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>"})


@pytest.mark.req("COM-03", part="content")
@pytest.mark.parametrize(
    ("name", "data", "allowed", "what", "step"),
    [
        ("scan.jpg", PNG, CO, "a PNG picture", "save it as .jpg or PDF"),
        ("scan.tif", PNG, FEW, "a PNG picture", "save it as PDF or .tif"),
        ("photo.jpg", HEIC, CO, "an iPhone photo (HEIC)", "Open it in Photos"),
        ("photo.jpg", WEBP, CO, "a WebP picture", "save it as .jpg or PDF"),
        ("chart.doc", GOOD["rtf"], CO, "a rich text document (RTF)", "ends in .rtf"),
        ("chart.txt", GOOD["rtf"], FEW, "a rich text document (RTF)", "save it as PDF"),
        ("chart.doc", GOOD["docx"], CO, "a Word document", "ends in .docx"),
        ("chart.docx", GOOD["doc"], CO, "a Word 97-2003 document", "ends in .doc"),
        ("chart.docx", TEMPLATE, CO, "a Word template", "Open it in Word, save it as .docx or PDF"),
        ("chart.doc", WORD_2003, CO, "a Word 2003 XML document", "save it as .docx or PDF"),
        ("chart.xls", EXCEL_2003, CO, "an Excel 2003 XML workbook", "save it as .xlsx or PDF"),
        ("chart.docx", opened("text"), CO, "an OpenDocument text", "LibreOffice, save it as .docx"),
        ("list.xlsx", opened("spreadsheet"), CO, "an OpenDocument spreadsheet", "save it as .xlsx"),
        ("list.xlsx", sheet("template"), CO, "an Excel template", "save it as .xlsx or PDF"),
        ("list.xls", CSV, CO, "a list of values (CSV)", "Open it in Excel, save it as .xlsx"),
        ("list.xls", SYLK, CO, "a SYLK workbook", "Open it in Excel, save it as .xlsx"),
        ("list.xls", PAGE, CO, "a web page", "Open it in a browser, save it as PDF"),
        ("list.xls", GOOD["xlsx"], CO, "an Excel workbook", "ends in .xlsx"),
        ("old.doc", WORDPERFECT, CO, "a WordPerfect document", "save it as .docx or PDF"),
        ("talk.doc", SLIDES, CO, "a PowerPoint 97-2003 presentation", "save it as PDF"),
        ("mail.doc", MESSAGE, CO, "an Outlook message", "Open it in Outlook, save it as PDF"),
        ("fax.pdf", MAILED, CO, "a PDF with something else before it", "save it as PDF"),
        ("all.docx", samples.archive({"a.pdf": b"x"}), CO, "a zip archive", "one by one"),
        ("chart.pdf", GOOD["jpg"], CO, "a JPEG picture", "ends in .jpg"),
        (
            "odd.pdf",
            b"\x01\x02\x03\x04" * 40,
            CO,
            "of a kind we do not recognize",
            "print it to PDF",
        ),
    ],
)
def test_a_file_of_another_kind_is_named_with_a_step(
    name: str, data: bytes, allowed: tuple[str, ...], what: str, step: str
) -> None:
    rules = UploadRules(4 * MB, strictly_below=False, extensions=allowed)
    [found] = file_types.inspect(name, data, rules, file_types.inspect_content)
    assert found.code == "mismatch"
    assert f"the content is {what}." in found.text
    assert step in found.text


def test_a_template_with_macros_is_told_as_macros_or_by_its_name() -> None:
    rules = UploadRules(4 * MB, strictly_below=False, extensions=CO)
    [found] = file_types.inspect("chart.docx", MACRO_TEMPLATE, rules, file_types.inspect_content)
    assert found.code == "macros"
    assert file_types.identify(MACRO_TEMPLATE).words == "a Word document with macros"


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("photo.heic", "Open it in Photos, save it as .jpg or PDF, and upload that."),
        ("photo.png", "Open it in a picture viewer, save it as .jpg or PDF, and upload that."),
        ("notes.odt", "Open it in Word or LibreOffice, save it as .docx or PDF, and upload that."),
        ("notes.docm", "Open it in Word, save it as .docx or PDF, and upload that."),
        ("list.csv", "Open it in Excel, save it as .xlsx or PDF, and upload that."),
        ("all.zip", "Open it, and upload the files in it one by one."),
    ],
)
def test_an_ending_that_is_not_taken_has_a_step_where_its_kind_is_known(
    name: str, step: str
) -> None:
    rules = UploadRules(4 * MB, strictly_below=False, extensions=CO)
    [found] = file_types.inspect(name, b"x", rules, file_types.inspect_content)
    assert found.code == "extension"
    assert found.text.endswith(step)


def test_no_step_names_an_ending_that_the_contract_does_not_take() -> None:
    for allowed in (CO, FEW, ("pdf",), ("tif",)):
        for kind in kinds.KINDS.values():
            said = kinds.step(kind, allowed)
            for ending in {one for other in kinds.KINDS.values() for one in other.saves}:
                assert ending in allowed or f".{ending} " not in f"{said} ".replace(",", " "), said


CUT = {
    "jpg": GOOD["jpg"][:-200],
    "tif": GOOD["tif"][:60],
    "gif": GOOD["gif"][:30],
    "bmp": GOOD["bmp"][:200],
    "pdf": GOOD["pdf"][:-40],
    "docx": GOOD["docx"][:-30],
}
STARTS = {
    "jpg": b"\xff\xd8\xff\xe0",
    "tif": b"II*\0",
    "gif": b"GIF89a",
    "pdf": b"%PDF-1.7\n%%EOF\n",
}


@pytest.mark.parametrize(
    ("extension", "data"), [*CUT.items(), *STARTS.items()], ids=lambda one: str(one)[:12]
)
def test_a_file_that_was_cut_off_is_refused_while_its_sender_is_there(
    extension: str, data: bytes
) -> None:
    [found] = file_types.inspect_content(data, extension, CO)
    assert found.code in {"damaged", "mismatch"}


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("txt", b" \r\n\t "),
        ("txt", "\u200b\u2060\ufeff\u3164".encode()),
        ("pdf", samples.blank_pdf()),
    ],
)
def test_a_file_that_shows_nothing_is_refused(extension: str, data: bytes) -> None:
    [found] = file_types.inspect_content(data, extension, CO)
    assert found.code == "blank"
