"""A search page in Arabic: `flask --app examples/web_app.py run`, with the index in `index/` or SEARCHNEWS_INDEX.

Results are data, text and the spans in it that match, so the page does the escaping: each piece of text is escaped by
itself, and only then stands between `<mark>` and `</mark>`. Nothing that an article or a query says becomes markup.
"""

import os
from collections.abc import Iterable

from flask import Flask, Response, abort, jsonify, render_template_string, request
from markupsafe import Markup, escape

import searchnews

PAGE = """<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ query or "بحث" }}</title>
<style>
  body { font: 1.1rem/1.7 "Noto Naskh Arabic", "Amiri", serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
  input, button { font: inherit; padding: .3rem .6rem } input { width: 70% }
  mark { background: #fde68a } article { margin-block: 1.5rem } small, .told { color: #555 }
</style>
<form><input name="q" value="{{ query }}" list="words" autocomplete="off" aria-label="كلمات البحث" dir="auto">
<datalist id="words"></datalist><button>ابحث</button></form>
{% if told %}<p class="told">{{ told }}</p>{% endif %}
{% for hit in hits %}<article>
<h2><bdi>{{ hit.title }}</bdi></h2>
<small>{{ hit.date or "بلا تاريخ" }}{% if hit.source %} · <bdi>{{ hit.source }}</bdi>{% endif %}</small>
{% for passage in hit.passages %}<p dir="auto">{{ passage }}</p>{% endfor %}
</article>{% endfor %}
<script>
const input = document.querySelector("input"), list = document.querySelector("datalist");
input.addEventListener("input", async () => {
  const found = await (await fetch("/suggest?q=" + encodeURIComponent(input.value))).json();
  list.replaceChildren(...found.map(text => Object.assign(document.createElement("option"), {value: text})));
});
</script>
</html>"""


def marked(text: str, highlights: Iterable[searchnews.Span]) -> Markup:
    """Escape a text, and put what matches between marks."""
    out, at = Markup(), 0
    for start, end in highlights:
        out += escape(text[at:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
        at = end
    return out + escape(text[at:])


def create_app(folder: str | None = None) -> Flask:
    """Make the app; the index is opened once, and searched by all threads."""
    app = Flask(__name__)
    index = searchnews.open_index(folder or os.environ.get("SEARCHNEWS_INDEX", "index/"))

    @app.get("/")
    def search() -> str:
        query, told, hits = request.args.get("q", "").strip(), "", ()
        if query:
            try:
                results = index.search(query, time_limit_s=2)
            except searchnews.QueryError as error:
                told = f"لم يُفهم السؤال عند «{query[error.offset :]}»"
            except searchnews.QueryTimeoutError:
                told = "طال البحث؛ جرّب كلمات أندر"
            else:
                told = f"عدد المقالات: {results.total}"
                hits = tuple(
                    {
                        "title": marked(hit.title, hit.title_highlights),
                        "date": (hit.date or "")[:10],
                        "source": hit.source,
                        "passages": [marked(snippet.text, snippet.highlights) for snippet in hit.snippets],
                    }
                    for hit in results
                )
        return render_template_string(PAGE, query=query, told=told, hits=hits)

    @app.get("/suggest")
    def suggest() -> Response:
        text = request.args.get("q", "")
        if len(text) > 200:
            abort(400)
        return jsonify([one.text for one in index.suggest(text, limit=8, titles=2)])

    return app
