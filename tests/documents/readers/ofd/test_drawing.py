"""A page of an OFD is drawn as it is: text at its place, lines, pictures, colours; never markup of the file's own."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from lxml import etree
from PIL import Image

from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import render_page
from jihuan.documents.sandbox import page_image
from tests.documents.readers.ofd.drawn import NS, line, ofd, table, text

SVG = "{http://www.w3.org/2000/svg}"
STYLES = f'<ofd:Res {NS} BaseLoc="Res">%s</ofd:Res>'


def drawn(data: bytes, page: int = 1) -> etree._Element:
    return etree.fromstring(render_page(data, page, 1240))


def with_parts(objects: str, parts: dict[str, str | bytes]) -> bytes:
    """A page of these objects, with resources R.xml and other files beside it."""
    made = io.BytesIO(ofd(objects, common="<ofd:PublicRes>R.xml</ofd:PublicRes>"))
    with zipfile.ZipFile(made, "a") as archive:
        for name, data in parts.items():
            archive.writestr(f"Doc_0/{name}", data)
    return made.getvalue()


def one(picture: etree._Element, name: str) -> etree._Element:
    (found,) = picture.iter(f"{SVG}{name}")
    return found


def test_text_stands_where_the_file_puts_each_character() -> None:
    picture = drawn(ofd(text(10, 10, "封面"), text(20, 50, "预算A", size=4)), 2)
    assert picture.get("viewBox") == "0 0 210 297"
    written = one(picture, "text")
    assert written.text == "预算A"
    assert written.get("x") == "0.000 4.000 8.000" and written.get("font-size") == "4"
    parent = written.getparent()
    assert parent is not None and parent.get("transform") == "translate(20 50)"


def test_characters_set_downwards_stay_below_each_other_and_rare_ones_are_counted_as_svg_counts() -> None:
    code = '<ofd:TextCode X="1" Y="3" DeltaY="5 5">甲𠮷乙</ofd:TextCode>'
    written = one(drawn(ofd(f'<ofd:TextObject Boundary="20 50 5 20" Size="4">{code}</ofd:TextObject>')), "text")
    assert written.get("x") == "1.000 1.000 1.000 1.000"
    assert written.get("y") == "3.000 8.000 8.000 13.000"


def test_lines_and_fills_have_the_colours_of_the_object_or_its_style() -> None:
    style = '<ofd:DrawParams><ofd:DrawParam ID="5" LineWidth="0.9" Relative="6"/><ofd:DrawParam ID="6">'
    style += '<ofd:StrokeColor Value="255 0 0"/></ofd:DrawParam></ofd:DrawParams>'
    white = '<ofd:PathObject Boundary="0 0 9 9" Stroke="false" Fill="true"><ofd:FillColor Value="255"/>'
    white += "<ofd:AbbreviatedData>S 0 0 M 0 0 L 9 0 B 1 1 2 2 9 9 C</ofd:AbbreviatedData></ofd:PathObject>"
    red = '<ofd:PathObject Boundary="10 40 50 0" DrawParam="5"><ofd:AbbreviatedData>M 0 0 L 50 0</ofd:AbbreviatedData></ofd:PathObject>'
    picture = drawn(ofd(white + red, common="<ofd:PublicRes>R.xml</ofd:PublicRes>", R=STYLES % style))
    paths = [(path.get("fill"), path.get("stroke"), path.get("d")) for path in picture.iter(f"{SVG}path")]
    assert paths == [
        ("rgb(255,255,255)", "none", "M 0 0 M 0 0 L 9 0 C 1 1 2 2 9 9 Z"),
        ("none", "rgb(255,0,0)", "M 0 0 L 50 0"),
    ]
    assert [path.get("stroke-width") for path in picture.iter(f"{SVG}path")] == ["0.353", "0.9"]


def test_a_picture_is_carried_inside() -> None:
    png = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(png, "PNG")
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    image = '<ofd:ImageObject ResourceID="9" Boundary="10 10 80 60" CTM="80 0 0 60 0 0"/>'
    parts: dict[str, str | bytes] = {"Res/a.png": png.getvalue(), "R.xml": STYLES % media}
    shown = one(drawn(with_parts(image, parts)), "image")
    assert shown.get("href") == "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
    parent = shown.getparent()
    assert parent is not None and parent.get("transform") == "translate(10 10) matrix(80 0 0 60 0 0)"


@pytest.mark.parametrize("damaged", [False, True])
def test_a_tiff_is_carried_inside_as_browsers_can_show_it(damaged: bool) -> None:
    tiff = io.BytesIO()
    Image.new("1", (40, 30)).save(tiff, "TIFF", compression="group4")
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.tif</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    image = '<ofd:ImageObject ResourceID="9" Boundary="10 10 80 60" CTM="80 0 0 60 0 0"/>'
    data = tiff.getvalue()[:20] if damaged else tiff.getvalue()
    picture = drawn(with_parts(image, {"Res/a.tif": data, "R.xml": STYLES % media}))
    if damaged:
        assert "#eee" in {rect.get("fill") for rect in picture.iter(f"{SVG}rect")}
        return
    kind, _comma, code = (one(picture, "image").get("href") or "").partition(",")
    assert kind == "data:image/png;base64"
    assert Image.open(io.BytesIO(base64.b64decode(code))).size == (40, 30)


def test_a_page_that_is_not_there_is_refused() -> None:
    for page in (0, 3):
        with pytest.raises(Unreadable, match=f"没有第 {page} 页"):
            render_page(ofd(text(1, 1, "甲"), text(1, 1, "乙")), page, 100)


def test_nothing_of_the_file_becomes_markup_or_a_link() -> None:
    fonts = '<ofd:Fonts><ofd:Font ID="1" FontName="a\';url(http://x/)&quot;&lt;script>" FamilyName="仿宋_GB2312"/></ofd:Fonts>'
    evil = text(10, 10, "<script>alert(1)</script>", more=' onload="alert(1)" style="x"')
    picture = page_image(ofd(evil, common="<ofd:PublicRes>R.xml</ofd:PublicRes>", R=STYLES % fonts), 1, 900)
    assert picture.startswith(b"<svg")
    written = one(etree.fromstring(picture), "text")
    assert written.text == "<script>alert(1)</script>"
    assert written.get("font-family") == "'aurlhttpxscript', '仿宋_GB2312', serif"
    assert {name for node in etree.fromstring(picture).iter() for name in node.attrib} <= {
        *("width", "height", "viewBox", "x", "y", "fill", "transform", "font-size", "font-family"),
        "{http://www.w3.org/XML/1998/namespace}space",
    }


def test_a_unit_that_draws_itself_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    used = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 9 9"/>'
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{used * 100}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    with pytest.raises(Unreadable, match="超过"):
        drawn(ofd(used, common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", R=STYLES % unit))
    assert len(list(drawn(ofd(table([["甲", "乙"]]) + line(0, 0, 9, 0))).iter(f"{SVG}path"))) == 6
