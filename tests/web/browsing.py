"""A browser as the tests see it: what stands on a page, what it asked for, what went wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --no-proxy-server "
    "--hide-scrollbars"
).split()
# Runs before any script of a page: whoever calls a dialog has executed something.
_WATCH = "window.ran = []; for (const name of ['alert', 'confirm', 'prompt', 'print']) "
_WATCH += "window[name] = (...told) => window.ran.push(name + told);"


class Browser:
    """One window of Chromium."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, address: str, *, width: int = 1280) -> None:
        """Go to an address."""
        self.command("Emulation.setDeviceMetricsOverride", **_screen(width))
        self.driver.get(address)

    def system(self, scheme: str) -> None:
        """Have the system want dark or light, and that nothing moves."""
        wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wanted.items()]
        self.command("Emulation.setEmulatedMedia", features=features)

    def command(self, name: str, **told: Any) -> Any:
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, told)

    def all(self, selector: str) -> list[WebElement]:
        """Everything that a CSS selector names."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The first that a CSS selector names."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """What can be read in all that a selector names."""
        script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)"
        return list(self.run(script, selector))

    def press(self, keys: str) -> None:
        """Type where the focus is."""
        self.driver.switch_to.active_element.send_keys(keys)

    def go(self, selector: str) -> None:
        """Click what leads to another page, and wait for it."""
        self.follow(self.one(selector))

    def follow(self, element: WebElement) -> None:
        """Click an element that leads to another page, and wait for it."""
        page = self.one("html")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.wait(lambda: self._is_gone(page))

    def run(self, script: str, *told: Any) -> Any:
        """What a script returns."""
        return self.driver.execute_script(script, *told)

    def wait(self, until: Any) -> None:
        """Wait until something is so."""
        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda _: until())

    def _is_gone(self, element: WebElement) -> bool:
        try:
            element.is_enabled()
        except Exception:
            return bool(self.run("return document.readyState === 'complete'"))
        return False

    def choose(self, **cookies: str) -> None:
        """Set cookies for the server of the page that is open."""
        for name, value in cookies.items():
            self.driver.add_cookie({"name": name, "value": value})

    @contextmanager
    def without_scripts(self) -> Iterator[None]:
        """Inside, pages run no scripts."""
        self.command("Emulation.setScriptExecutionDisabled", value=True)
        try:
            yield
        finally:
            self.command("Emulation.setScriptExecutionDisabled", value=False)

    def asked(self) -> list[str]:
        """The addresses that were asked for since it was last asked."""
        events = (json.loads(one["message"])["message"] for one in self._log("performance"))
        sent = (one for one in events if one["method"] == "Network.requestWillBeSent")
        return [one["params"]["request"]["url"] for one in sent]

    def complaints(self) -> list[str]:
        """What the console said since it was last asked, but for answers that are errors."""
        found = (one["message"] for one in self._log("browser"))
        return [one for one in found if "Failed to load resource" not in one]

    def _log(self, name: str) -> Any:
        return self.driver.get_log(name)


def _screen(width: int) -> dict[str, Any]:
    return {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}


@contextmanager
def started(folder: Path) -> Iterator[Browser]:
    """A browser of its own, with nothing of whoever runs the tests."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        one = Browser(driver)
        one.system("light")
        one.command("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
        yield one
    finally:
        driver.quit()


def search(page: Browser, site: str, query: str) -> None:
    page.open(f"{site}/?q={quote(query)}")


def asked(page: Browser) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.driver.current_url).query)


__all__ = ["Browser", "Keys", "asked", "search", "started"]
