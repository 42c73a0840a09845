"""PDFs made to crash, stall or fill the memory of whoever reads them; each a function."""

import zlib
from collections.abc import Callable

from written_pdf import CATALOG, HELVETICA, LINE, file_bytes, pages_bytes, stream, text_stream

SHOWN = text_stream([LINE])
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"


def one_page(contents: bytes, *more: bytes) -> bytes:
    """Object 4 is the contents of the page, `more` begin at 6."""
    tree = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
    return file_bytes([CATALOG, tree, HELVETICA, contents, PAGE, *more])


def with_tree(tree: bytes, *more: bytes) -> bytes:
    """Object 2 is the root of the page tree, 5 a page, `more` begin at 6."""
    return file_bytes([CATALOG, tree, HELVETICA, stream(SHOWN), PAGE, *more])


def with_font(font: bytes, *more: bytes) -> bytes:
    """Object 3 is the font, `more` begin at 6."""
    tree = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
    return file_bytes([CATALOG, tree, font, stream(SHOWN), PAGE, *more])


def form(content: bytes, number: int) -> bytes:
    """A form that knows object `number` as X1."""
    entries = b"/Type/XObject/Subtype/Form/Resources<</Font<</F1 3 0 R>>/XObject<</X1 %d 0 R>>>>"
    return stream(content, entries % number)


def page_tree_that_holds_itself() -> bytes:
    return with_tree(b"<</Type/Pages/Count 1/Kids[2 0 R]>>")


def page_tree_in_a_circle() -> bytes:
    return with_tree(
        b"<</Type/Pages/Count 9/Kids[6 0 R 5 0 R]>>", b"<</Type/Pages/Count 9/Kids[2 0 R]>>"
    )


def page_tree_5000_deep() -> bytes:
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in range(6, 5005)]
    return with_tree(b"<</Type/Pages/Count 1/Kids[6 0 R]>>", *nodes, b"<</Type/Pages/Kids[5 0 R]>>")


def page_tree_of_a_million_pages() -> bytes:
    return with_tree(b"<</Type/Pages/Count 1000000/Kids[%b]>>" % (b"5 0 R " * 90_000))


def page_tree_that_doubles_at_each_level() -> bytes:
    nodes = [
        b"<</Type/Pages/Count 2/Kids[%d 0 R %d 0 R]>>" % (number + 1, number + 1)
        for number in range(6, 46)
    ]
    return with_tree(b"<</Type/Pages/Count 2/Kids[6 0 R]>>", *nodes, b"<</Type/Page>>")


def a_thousand_pages_of_one_stream() -> bytes:
    shared = stream(zlib.compress(text_stream(["a"] * 400_000)), b"/Filter/FlateDecode")
    tree = b"<</Type/Pages/Count 1000/Kids[%b]>>" % (b"5 0 R " * 1000)
    return file_bytes([CATALOG, tree, HELVETICA, shared, PAGE])


def four_hundred_pages_of_one_stream() -> bytes:
    return (
        a_thousand_pages_of_one_stream()
        .replace(b"5 0 R " * 1000, b"5 0 R " * 400)
        .replace(b"Count 1000", b"Count 400 ")
    )


def stream_that_inflates_to_200_megabytes() -> bytes:
    return one_page(stream(zlib.compress(bytes(200_000_000), 9), b"/Filter/FlateDecode"))


def stream_that_inflates_twice() -> bytes:
    twice = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    return one_page(stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


def stream_of_a_hundred_filters() -> bytes:
    return one_page(stream(SHOWN, b"/Filter[%b]" % (b"/FlateDecode " * 100)))


def stream_of_runs() -> bytes:
    return one_page(stream(b"\x81 " * 1_000_000 + b"\x80", b"/Filter/RunLengthDecode"))


def stream_with_a_predictor_of_two_billion_columns() -> bytes:
    entries = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32>>"
    return one_page(stream(zlib.compress(SHOWN), entries))


def stream_that_says_it_is_a_terabyte() -> bytes:
    return one_page(stream(SHOWN).replace(b"/Length %d" % len(SHOWN), b"/Length 1000000000000"))


def stream_whose_length_is_itself() -> bytes:
    return one_page(stream(SHOWN).replace(b"/Length %d" % len(SHOWN), b"/Length 4 0 R"))


def numbers_of_100000_digits() -> bytes:
    number = b"9" * 100_000
    return one_page(stream(b"%b 0 0 %b 0 0 cm -%b.%b w 1e%b g\n" % ((number,) * 5) + SHOWN))


def arrays_50000_deep() -> bytes:
    return one_page(stream(b"BT " + b"[" * 50_000 + b"]" * 50_000 + b" TJ ET\n" + SHOWN))


def dictionaries_50000_deep() -> bytes:
    return one_page(stream(SHOWN), b"<</A" * 50_000 + b"1" + b">>" * 50_000)


def root_50000_deep() -> bytes:
    deep = b"<</A" * 50_000 + b"1" + b">>" * 50_000
    tree = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
    catalog = CATALOG[:-2] + b"/Deep " + deep + b">>"
    return file_bytes([catalog, tree, HELVETICA, stream(SHOWN), PAGE])


def strings_50000_deep() -> bytes:
    return one_page(stream(b"BT " + b"(" * 50_000 + b")" * 50_000 + b" Tj ET\n" + SHOWN))


def names_with_nul() -> bytes:
    return one_page(stream(SHOWN)).replace(b"/F1", b"/F\x00#001")


def saved_states_without_end() -> bytes:
    return one_page(stream(b"q " * 3_000_000 + SHOWN))


def form_that_paints_itself() -> bytes:
    return pages_bytes(b"/X1 Do " + SHOWN, more=[form(b"/X1 Do " + SHOWN, 4)])


def forms_that_paint_two_billion_lines() -> bytes:
    forms = [form(b"/X1 Do " * 10, number + 1) for number in range(4, 13)]
    return pages_bytes(b"/X1 Do " + SHOWN, more=[*forms, form(SHOWN, 13)])


def form_of_much_text_painted_4000_times() -> bytes:
    return pages_bytes(b"/X1 Do " * 4_000, more=[form(text_stream([LINE] * 100), 4)])


def contents_of_90000_parts() -> bytes:
    parts = b"[%b]" % (b"6 0 R " * 90_000)
    return one_page(parts, stream(b" " * 10_000))


def font_that_maps_four_billion_characters() -> bytes:
    ranges = stream(b"1 beginbfrange\n<00000000> <FFFFFFFF> <0000>\nendbfrange")
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 6 0 R"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/W[0 4294967295 500]>>]>>"
    )
    return with_font(font, ranges)


def font_that_descends_from_itself() -> bytes:
    return with_font(b"<</Type/Font/Subtype/Type0/BaseFont/F/DescendantFonts[3 0 R]>>")


def table_of_a_billion_entries() -> bytes:
    return one_page(stream(SHOWN)).replace(b"xref\n0 6", b"xref\n0 1000000000")


def table_that_comes_before_itself() -> bytes:
    content = one_page(stream(SHOWN))
    start = content.rindex(b"xref\n0 ")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def table_of_lies() -> bytes:
    content = one_page(stream(SHOWN))
    start = content.rindex(b"xref\n0 ")
    return content[:start] + content[start:].replace(b" 00000 n", b" 65535 n").replace(b"00", b"97")


def start_before_the_file() -> bytes:
    content = one_page(stream(SHOWN))
    return content[: content.rindex(b"startxref")] + b"startxref\n-1\n%%EOF"


def encryption_of_no_kind() -> bytes:
    content = [CATALOG, b"<</Type/Pages/Count 1/Kids[5 0 R]>>", HELVETICA, stream(SHOWN), PAGE]
    return file_bytes(content, b"/Encrypt<</Filter/Standard/V 99/R 99/Length -1/O()/U()/P 0>>")


def object_stream_inside_itself() -> bytes:
    inner = stream(b"6 0 " + SHOWN, b"/Type/ObjStm/N 1000000000/First 4/Extends 6 0 R")
    return with_tree(b"<</Type/Pages/Count 1/Kids[6 0 R]>>", inner)


# What becomes of each: it is read, or refused for this reason. Where there are two, the faster the
# machine the less it is a limit in seconds that stops the reading.
BOMBS: dict[Callable[[], bytes], tuple[str, ...]] = {
    page_tree_that_holds_itself: ("broken",),
    page_tree_in_a_circle: ("broken",),
    page_tree_5000_deep: ("broken",),
    page_tree_of_a_million_pages: ("too_long",),
    page_tree_that_doubles_at_each_level: ("too_long",),
    a_thousand_pages_of_one_stream: ("too_long",),
    four_hundred_pages_of_one_stream: ("limit",),
    stream_that_inflates_to_200_megabytes: ("too_heavy",),
    stream_that_inflates_twice: ("too_heavy",),
    stream_of_a_hundred_filters: ("too_heavy",),
    stream_of_runs: ("too_heavy",),
    stream_with_a_predictor_of_two_billion_columns: ("broken",),
    stream_that_says_it_is_a_terabyte: ("too_heavy",),
    stream_whose_length_is_itself: ("broken",),
    numbers_of_100000_digits: ("broken",),
    arrays_50000_deep: ("broken",),
    dictionaries_50000_deep: ("read",),
    root_50000_deep: ("read",),
    strings_50000_deep: ("read",),
    names_with_nul: ("read",),
    saved_states_without_end: ("limit", "too_heavy"),
    form_that_paints_itself: ("read",),
    forms_that_paint_two_billion_lines: ("limit", "read"),
    form_of_much_text_painted_4000_times: ("limit", "too_heavy"),
    contents_of_90000_parts: ("too_heavy",),
    font_that_maps_four_billion_characters: ("broken",),
    font_that_descends_from_itself: ("read",),
    table_of_a_billion_entries: ("broken",),
    table_that_comes_before_itself: ("read",),
    table_of_lies: ("read",),
    start_before_the_file: ("read",),
    encryption_of_no_kind: ("broken",),
    object_stream_inside_itself: ("no_text",),
}
