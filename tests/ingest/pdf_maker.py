"""Small PDF files for tests: lines of text whose letters have codes of their own, told by a /ToUnicode table."""

from __future__ import annotations


def pdf(*pages: list[str], title: str = "") -> bytes:
    """Draw each line of each page from left to right in the order given: visual order is the caller's business."""
    letters = sorted({letter for page in pages for line in page for letter in line})
    code = {letter: number for number, letter in enumerate(letters, start=1)}
    pairs = "".join(f"<{code[x]:02x}> <{x.encode('utf-16-be').hex()}>\n" for x in letters)
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange {len(letters)} beginbfchar\n{pairs}endbfchar\n"
        "endcmap end end"
    )
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 0 /LastChar 255 "
        f"/Widths [{'600 ' * 256}] /ToUnicode 4 0 R >>",
        f"<< /Length {len(table)} >>\nstream\n{table}\nendstream",
    ]
    for number, page in enumerate(pages):
        drawn = "".join(
            f"BT /F1 12 Tf 50 {780 - 20 * row} Td <{''.join(f'{code[x]:02x}' for x in line)}> Tj ET\n"
            for row, line in enumerate(page)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
    objects.append(f"<< /Title <{chr(0xFEFF).encode('utf-16-be').hex()}{title.encode('utf-16-be').hex()}> >>")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return out
