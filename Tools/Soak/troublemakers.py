"""Misbehaving clients: interrupted connections, and fleets of simulated Envoys that are frozen and killed."""

import asyncio
import random
import signal

import polls

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
# HEADERS without END_HEADERS, whose block is never continued.
CUT_HEADERS = b"\x00\x00\x40\x01\x00\x00\x00\x00\x01\x83\x86"
OPENINGS = {
    "nothing": b"",
    "preface": PREFACE + SETTINGS,
    "cut_headers": PREFACE + SETTINGS + CUT_HEADERS,
    "garbage": bytes(range(256)) * 16,
    "cut_request": b"POST /v3/discovery:endpoints HTTP/1.1\r\nhost: soak\r\ncontent-length: 4000\r\n\r\n{",
    "wrong_json": b"POST /v3/discovery:endpoints HTTP/1.1\r\nhost: soak\r\ncontent-length: 2\r\n\r\n[]",
}


async def break_off(soak, seconds):
    """One connection that sends something, or nothing, and is reset or closed after a while."""
    choice = random.Random(soak.random.random())
    name = choice.choice(sorted(OPENINGS))
    soak.tally.count(f"broken_off_{name}")
    try:
        _, writer = await asyncio.open_connection(*soak.server.address)
        writer.write(OPENINGS[name])
        await asyncio.sleep(choice.uniform(0, seconds))
        if choice.random() < 0.7:
            polls.reset(writer.get_extra_info("socket"))
        writer.transport.abort() if choice.random() < 0.5 else writer.close()
    except OSError:
        pass


class Fleet:
    """A process of `eds-translator load` that is frozen in the middle, and is killed or ends normally."""

    PROTOCOLS = ("eds", "delta-eds", "ads", "delta-ads")

    def __init__(self, soak, number):
        self.soak, self.number = soak, number
        self.random = random.Random(soak.random.random())
        self.process = None

    async def run(self, seconds):
        tally, server = self.soak.tally, self.soak.server
        connections = self.soak.options.fleet_connections
        self.process = await asyncio.create_subprocess_exec(
            server.program, "load", "--target", server.target, "--mesh", server.folder, "--nodes", "declared",
            "--connections", str(connections), "--protocol", self.PROTOCOLS[self.number % 4], "--threads", "1",
            "--rate", "0", "--duration", f"{int(seconds * 3)}s", "--quiet",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        tally.count("fleets")
        try:
            await self.wait(self.random.uniform(0.3, 0.5) * seconds)
            if self.random.random() < 0.6 and self.alive:
                tally.count("fleets_frozen")
                self.process.send_signal(signal.SIGSTOP)
                await self.wait(self.random.uniform(4, 9))
                if self.random.random() < 0.7 and self.alive:
                    self.process.send_signal(signal.SIGCONT)
                    await self.wait(self.random.uniform(0.2, 0.4) * seconds)
        finally:
            await self.end()

    @property
    def alive(self):
        return self.process.returncode is None

    async def wait(self, seconds):
        try:
            await asyncio.wait_for(self.process.wait(), seconds)
            self.soak.tally.count("fleets_ended_early")
        except asyncio.TimeoutError:
            pass

    async def end(self):
        if self.alive:
            self.soak.tally.count("fleets_killed")
            self.process.kill()
        await self.process.wait()
