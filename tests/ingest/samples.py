"""One small file of each format, made here: the tests read them, and the fuzzing starts from them."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import zstandard

from .pdf_maker import pdf

TITLE = "افتتاح معرض الكتاب في المدينة"
FIRST = "افتتح الوزير أمس معرض الكتاب في المدينة، بحضور عدد كبير من الكتاب والناشرين."
SECOND = "وقال في كلمته إن عدد دور النشر المشاركة هذا العام بلغ مئة دار من عشرين دولة."
URL = "https://ofoq.example/news/17"
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE}</title></head>
<body><nav><a href="/">الرئيسية</a></nav><article><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"""
JSONL = json.dumps({"title": TITLE, "text": FIRST, "url": URL}, ensure_ascii=False) + "\n"
SGML = f"""<DOC>
<DOCNO>OF-17</DOCNO>
<TITLE>{TITLE}</TITLE>
<TIME>Fri, 16 Feb 2018 22:08:10 +0400</TIME>
<TEXT>
<P>{FIRST}</P>
<P>{SECOND}</P>
</TEXT>
</DOC>
"""
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<archive><name>الأفق</name>
<item id="17"><title>{TITLE}</title><body><p>{FIRST}</p><p>{SECOND}</p></body></item>
<item id="18"><title>خبر ثان</title><body><![CDATA[{SECOND}]]></body></item>
</archive>"""
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>الأفق</title>
<item><title>{TITLE}</title><link>{URL}</link><pubDate>Fri, 16 Feb 2018 22:08:10 +0400</pubDate>
<category>ثقافة</category><description>ملخص</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>الأفق</title><entry><title>{TITLE}</title>
<id>tag:ofoq,17</id><link href="{URL}"/><updated>2018-02-16T22:08:10Z</updated>
<content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>"""
TEXT = f"{TITLE}\n\n{FIRST}\n{SECOND}\n"
CSV = f'title,text\n"{TITLE}","{FIRST}"\n'


def warc_record(kind: str, url: str, block: bytes) -> bytes:
    """Give one record of a crawl."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    """Give what a server answers."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def warc(*, packed: bool = False) -> bytes:
    """Give a crawl of a page, a picture and an error."""
    records = [
        warc_record("warcinfo", "", b"software: none\r\n"),
        warc_record("request", URL, b"GET /news/17 HTTP/1.1\r\n\r\n"),
        warc_record("response", URL, answer(PAGE.encode())),
        warc_record("response", f"{URL}.png", answer(b"\x89PNG", "image/png")),
        warc_record("response", f"{URL}0", answer(b"none", status="404 Not Found")),
    ]
    return b"".join(gzip.compress(each) if packed else each for each in records)


def docx_file(*paragraphs: str, title: str = TITLE) -> bytes:
    """Give a Word document: a heading and paragraphs."""
    import docx

    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parquet_file(**columns: list[object]) -> bytes:
    """Give a table of columns."""
    import pyarrow
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def zip_file(files: dict[str, bytes | str], **options: int) -> bytes:
    """Give a zip archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tar_file(files: dict[str, bytes | str], mode: str = "w") -> bytes:
    """Give a tar archive of files; `mode` is tarfile's: `w:gz`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.compress}


def samples() -> dict[str, bytes]:
    """Give a sample of each extension, packed and not."""
    plain = {
        "txt": TEXT, "jsonl": JSONL, "json": f"[{JSONL}]", "csv": CSV, "tsv": f"title\ttext\n{TITLE}\t{FIRST}\n",
        "html": PAGE, "xml": XML, "sgml": SGML, "rss": RSS, "atom": ATOM,
    }  # fmt: skip
    found = {name: content.encode() for name, content in plain.items()}
    found["warc"], found["warc.gz"] = warc(), warc(packed=True)
    found["parquet"] = parquet_file(title=[TITLE, "ب"], text=[FIRST, SECOND], tags=[["أ"], []])
    found["docx"] = docx_file(FIRST, SECOND)
    found["pdf"] = pdf([line[::-1] for line in (TITLE, FIRST, SECOND)])
    inside: dict[str, bytes | str] = {"أخبار/a.txt": TEXT, "b.html": PAGE, "c.jsonl.gz": gzip.compress(JSONL.encode())}
    found["zip"], found["tar"], found["tar.gz"] = zip_file(inside), tar_file(inside), tar_file(inside, "w:gz")
    return found | {f"jsonl.{kind}": pack(JSONL.encode()) for kind, pack in PACKERS.items()}
