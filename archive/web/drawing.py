"""Templates, and what they are given: words of the reader's language, and marks in texts.

Whatever an article says is escaped first and marked after; no template may say `|safe`.
"""

from __future__ import annotations

import gettext
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from archive.web import wording
from archive.web.complaints import told

# The languages of the page, the first where none is asked for.
LANGUAGES = ("en", "id")
_MEDIA = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_MEDIA |= {"svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"}
# What a reader may choose beside the language, kept in cookies: the first holds where none is.
CHOICES = {"theme": ("auto", "light", "dark"), "keys": ("on", "off")}


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the language of the reader."""
    language = language_of(request)
    drawn = (
        environment(language)
        .get_template(template)
        .render(
            request=request,
            language=language,
            languages=LANGUAGES,
            path=request.url.path,
            here=here(request),
            **{name: chosen(request, name) for name in CHOICES},
            **request.app.state.known,
            **context,
        )
    )
    return HTMLResponse(drawn, status, {"Content-Language": language})


def here(request: Request) -> str:
    """The address of this page without the host, to come back to."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def chosen(request: Request, name: str) -> str:
    """What the reader chose of one of `CHOICES`."""
    asked = request.cookies.get(name)
    return asked if asked in CHOICES[name] else CHOICES[name][0]


def manner_of(request: Request) -> str:
    """All that a page is drawn by beside what it tells: another one is another page."""
    return "-".join([language_of(request), *(chosen(request, name) for name in CHOICES)])


def language_of(request: Request) -> str:
    """The language that the address asks for (`lang`), else the cookie, else the browser."""
    asked = (request.query_params.get("lang"), request.cookies.get("lang"))
    for one in (*asked, *_accepted(request.headers.get("accept-language", ""))):
        if one in LANGUAGES:
            return str(one)
    return LANGUAGES[0]


def _accepted(header: str) -> Iterable[str]:
    """The languages of an `Accept-Language`, the most wanted first."""
    weighed = []
    for part in header[:1000].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), name.partition("-")[0].lower()))
        except ValueError:
            continue
    return (name for _, name in sorted(weighed, key=lambda pair: pair[0]))


@cache
def environment(language: str) -> Environment:
    """Templates that speak `language`: `_()` and `ngettext()` translate."""
    made = Environment(
        loader=PackageLoader("archive.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    install: Any = made
    install.install_gettext_translations(translations(language), newstyle=True)
    written = (wording.number, wording.percent, wording.day, wording.moment, wording.tongue)
    made.filters |= {one.__name__: partial(one, language=language) for one in written}
    made.filters |= {"marked": marked, "web_address": web_address}
    made.filters |= {"told": lambda text: told(str(text), translations(language))}
    made.filters |= {"spoken": partial(spoken_text, language)}
    made.globals |= {"static": static_url, "period": partial(wording.period, language=language)}
    made.globals |= {"label": partial(label, language)}
    return made


def spoken_text(language: str, text: str) -> str:
    """What the query language says of itself, without the marks of code in it."""
    return translations(language).gettext(text).replace("`", "")


def label(language: str, kind: str, value: str) -> str:
    """What a value of a closed set is called; itself, if it has no name."""
    known = wording.LABELS[kind].get(value)
    return translations(language).gettext(known) if known else value


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The words of `language`; those that are not translated stay English."""
    folder = str(files("archive.web") / "locale")
    return gettext.translation("archive", folder, [language], fallback=True)


def marked(text: str, spans: Iterable[Sequence[int]]) -> Markup:
    """`text` escaped, the stretches `spans` (sorted, apart from each other) in `<mark>`."""
    pieces, at = [Markup()], 0
    for start, end in spans:
        pieces += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup().join([*pieces, escape(text[at:])])


def web_address(url: str | None) -> str | None:
    """`url` if it is one of the web, that a link may lead to; None for any other scheme."""
    try:
        scheme = urlsplit(url or "").scheme
    except ValueError:
        return None
    return url if scheme in ("http", "https") else None


@cache
def static() -> Mapping[str, tuple[bytes, str, str]]:
    """The files that pages need: name → (content, media type, a hash of the content)."""
    found = {}
    for file in (files("archive.web") / "static").iterdir():
        media = _MEDIA.get(file.name.rpartition(".")[2])
        if media and file.is_file():
            content = file.read_bytes()
            found[file.name] = content, media, hashlib.sha256(content).hexdigest()[:12]
    return found


def static_url(name: str) -> str:
    """The address of a file that pages need, another one for another content."""
    return f"/static/{name}?v={static()[name][2]}"
