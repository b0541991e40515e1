"""Every route of the page and the API, asked with a method and an address that there is."""

from __future__ import annotations

from fastapi.routing import APIRoute

from archive.web import api, pages

_FILLED = {
    "{id}": "1",
    "{number}": "1",
    "{other}": "2",
    "{name:path}": "air",
    "{name}": "style.css",
    "{job}": "nothing",
}


def routes() -> list[tuple[str, str]]:
    """(method, address) of each."""
    found = [("GET", "/openapi.json")]
    for router in (*api.routers(), *pages.routers()):
        for route in router.routes:
            assert isinstance(route, APIRoute)
            path = route.path
            for name, value in _FILLED.items():
                path = path.replace(name, value)
            found += [(method, path) for method in sorted(route.methods)]
    return found


ROUTES = routes()
CHANGING = [route for route in ROUTES if route[0] != "GET"]
