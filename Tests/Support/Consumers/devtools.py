"""A headless Chromium, controlled over the pipe of its DevTools protocol. Needs only Python."""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Browser:
    """One Chromium with one page; errors of its console and its security policy are kept."""

    def __init__(self, width=1280, height=900, scheme="light", program=None):
        program = program or shutil.which("chromium") or shutil.which("google-chrome")
        if program is None:
            raise SystemExit("no chromium; run Tools/setup --browser")
        self.folder = tempfile.mkdtemp(prefix="eds-browser-")
        read_commands, self.commands = os.pipe()
        self.answers, write_answers = os.pipe()

        def place():
            # The browser reads commands from descriptor 3 and writes answers to descriptor 4.
            high = [os.dup(read_commands), os.dup(write_answers)]
            while min(high) < 5:
                high = [os.dup(fd) for fd in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-extensions", "--disable-background-networking", "--hide-scrollbars",
                f"--window-size={width},{height}", f"--user-data-dir={self.folder}", "--remote-debugging-pipe", "about:blank",
            ],
            close_fds=False, preexec_fn=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(read_commands)
        os.close(write_answers)
        self.buffer = b""
        self.number = 0
        self.complaints = []
        self.loaded = False
        targets = self.call("Target.getTargets", session=None)["targetInfos"]
        target = next(target["targetId"] for target in targets if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True}, session=None)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")
        self.resize(width, height)
        self.colours(scheme)

    def close(self):
        try:
            self.call("Browser.close", session=None)
            self.process.wait(10)
        except Exception:
            self.process.kill()
            self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.folder, ignore_errors=True)

    # The protocol: a sequence of JSON objects, each ended by a zero byte.

    def call(self, method, parameters=None, session=""):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if session is not None:
            message["sessionId"] = session or self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.commands, data):]
        wanted = self.number
        while True:
            answer = self.receive(60)
            if answer is None:
                raise TimeoutError(f"no answer to {method}")
            if answer.get("id") == wanted:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def receive(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.answers], [], [], left)[0]:
                return None
            data = os.read(self.answers, 1 << 20)
            if not data:
                raise EOFError("the browser ended")
            self.buffer += data
        text, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(text)
        self.note(message)
        return message

    def note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Runtime.exceptionThrown":
            self.complaints.append("exception: " + json.dumps(parameters["exceptionDetails"])[:2000])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append("console: " + json.dumps(parameters["args"])[:2000])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append("log: {text} {url}".format(**{"url": "", **parameters["entry"]}))
        elif method == "Audits.issueAdded":
            self.complaints.append("issue: " + json.dumps(parameters["issue"])[:2000])

    # The actions of a user.

    def open(self, url):
        self.loaded = False
        result = self.call("Page.navigate", {"url": url})
        if "errorText" in result:
            raise RuntimeError(f"{url}: {result['errorText']}")
        while not self.loaded:
            if self.receive(60) is None:
                raise TimeoutError(f"{url} was not loaded")

    def evaluate(self, expression):
        result = self.call(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True}
        )
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"])[:2000])
        return result["result"].get("value")

    def until(self, expression, seconds=60):
        """Waits until an expression is true; checked again on each change of the page."""
        watch = f"""new Promise((resolve) => {{
            const look = () => {{ try {{ return {expression}; }} catch (error) {{ return false; }} }};
            if (look()) return resolve(true);
            const observer = new MutationObserver(() => {{ if (look()) {{ observer.disconnect(); resolve(true); }} }});
            observer.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
            setTimeout(() => {{ observer.disconnect(); resolve(look()); }}, {int(seconds * 1000)});
        }})"""
        if not self.evaluate(watch):
            raise TimeoutError(f"never true: {expression}\n{self.evaluate('document.body.innerText')}")

    def press(self, key, text=None, modifiers=0):
        codes = {
            "Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9, "/": 191,
        }
        event = {"key": key, "code": key, "windowsVirtualKeyCode": codes.get(key, 0), "modifiers": modifiers}
        if key == "Enter":
            text = "\r"
        self.call("Input.dispatchKeyEvent", {**event, "type": "keyDown", **({"text": text} if text else {})})
        self.call("Input.dispatchKeyEvent", {**event, "type": "keyUp"})

    def type(self, text):
        self.call("Input.insertText", {"text": text})

    def resize(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def colours(self, scheme):
        self.call(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )

    def screenshot(self, path, full=False):
        import base64

        data = self.call("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": full})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
