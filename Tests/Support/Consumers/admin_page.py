#!/usr/bin/env python3
"""Uses the page of an admin server in a browser, and prints what it shows, one line each.

    admin_page.py URL NODE GATEWAY

The caller changes the server after each line. NODE is the id of a client that connects, GATEWAY the address:port of a
gateway that disappears. The page is never reloaded.
"""

import sys

from devtools import Browser


def say(text):
    print(text, flush=True)


def main(url, node, gateway):
    browser = Browser()
    try:
        browser.open(url)
        browser.evaluate("window.isTheSamePage = true")
        browser.until("document.getElementById('live').textContent === 'live'")
        browser.until("document.getElementById('ready').textContent === 'ready'")
        browser.until(f"document.querySelector('[data-gateway=\"{gateway}\"]') !== null")
        browser.until("document.querySelector('[data-client]') === null")
        say("page: shows the gateway and no client")

        browser.until(f"[...document.querySelectorAll('[data-client]')].some((row) => row.dataset.client === '{node}')")
        browser.until(f"document.getElementById('log').innerText.includes('{node} connected')")
        say("page: shows the client")

        browser.until(f"document.querySelector('[data-gateway=\"{gateway}\"]') === null")
        browser.until(f"document.getElementById('log').innerText.includes('gateway {gateway}')")
        say("page: shows no gateway")

        browser.until("document.getElementById('nacks').innerText.includes('exceeds maximum UNIX domain socket path size')")
        browser.until("document.querySelector('[data-client]').innerText.includes('rejected')")
        say("page: shows the NACK")

        # By keyboard: / opens the search, arrows select a result, Enter opens it, Escape closes it.
        browser.press("/", text="/")
        browser.until("document.activeElement.id === 'search'")
        browser.type("web.shop")
        browser.until("document.querySelectorAll('#results [role=option]').length > 0")
        browser.press("ArrowDown")
        browser.press("ArrowUp")
        assert browser.evaluate("document.getElementById('search').getAttribute('aria-activedescendant')") == "result-0"
        browser.press("Enter")
        browser.until("document.getElementById('answer-title').textContent === 'outbound|80||web.shop.svc.cluster.local'")
        browser.until("document.activeElement.id === 'answer'")
        answer = browser.evaluate("document.getElementById('answer-body').innerText")
        assert "127.1.0.1:8080" in answer, answer
        assert "west-network" in answer, answer
        browser.press("Escape")
        browser.until("document.getElementById('answer').hidden && document.activeElement.id === 'search'")

        browser.evaluate("document.getElementById('search').value = ''")
        browser.type(node)
        browser.until("document.querySelector('#results [role=option] .kind')?.textContent === 'client'")
        browser.press("Enter")
        browser.until(f"document.getElementById('answer-title').textContent === '{node}'")
        assert "exceeds maximum" in browser.evaluate("document.getElementById('answer-body').innerText")
        say("page: explains")

        for width in (360, 768, 1280, 2000):
            browser.resize(width, 900)
            wide = browser.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{wide} pixels wide at {width}"
        # Every control can be reached by keyboard and shows its focus.
        browser.resize(1280, 900)
        browser.press("Escape")
        reached = set()
        for _ in range(40):
            browser.press("Tab")
            reached.add(browser.evaluate("document.activeElement.id || document.activeElement.dataset.key || ''"))
            outline = browser.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            name = browser.evaluate("document.activeElement.tagName")
            assert outline != "none" or name in ("BODY", "MAIN", "SECTION", "OL", "UL", "DIV"), f"no outline on {name}"
        for wanted in ("theme", "filter", "sort Client"):
            assert wanted in reached, f"{wanted} is not among {sorted(reached)}"
        assert browser.evaluate("window.isTheSamePage === true"), "the page was loaded again"
        assert browser.complaints == [], browser.complaints
        say("page: reports no errors")
    finally:
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: admin_page.py URL NODE GATEWAY")
    main(*sys.argv[1:])
