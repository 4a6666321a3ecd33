"""The server under test, and samples of its usage."""

import asyncio
import os
import re
import time


FIELDS = ("rss", "anonymous", "descriptors", "unaccounted", "threads")


class Server:
    def __init__(self, program, folder, log):
        self.program, self.folder, self.log = program, folder, log
        self.process = None
        self.samples = []
        self.began = time.monotonic()

    async def start(self):
        with open(self.log, "wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                self.program, "serve", self.folder, "--listen", "127.0.0.1:0", "--unknown-names", "empty",
                stdout=asyncio.subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        for _ in range(300):
            await asyncio.sleep(0.1)
            with open(self.log, encoding="utf-8") as log:
                port = re.search(r"^listening on 127\.0\.0\.1:(\d+)$", log.read(), re.MULTILINE)
            if port is not None:
                self.address = ("127.0.0.1", int(port[1]))
                return
        raise RuntimeError(f"the server did not print its address; its log is {self.log}")

    @property
    def target(self):
        return "%s:%d" % self.address

    def sample(self):
        """Returns time, resident memory and its anonymous part in KiB, threads, processor seconds, descriptors, and the number
        of descriptors beyond the connections whose other end is open."""
        root = f"/proc/{self.process.pid}"
        with open(f"{root}/status", encoding="ascii", errors="replace") as file:
            fields = dict(line.split(":", 1) for line in file if ":" in line)
        with open(f"{root}/stat", encoding="ascii", errors="replace") as file:
            stat = file.read().rsplit(")", 1)[1].split()
        sample = {
            "seconds": round(time.monotonic() - self.began, 2),
            "rss": int(fields["VmRSS"].split()[0]),
            "anonymous": int(fields["RssAnon"].split()[0]),
            "threads": int(fields["Threads"]),
            "descriptors": len(os.listdir(f"{root}/fd")),
            "unaccounted": 0,
            "cpu": (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK"),
        }
        sample["unaccounted"] = sample["descriptors"] - self.open_clients()
        self.samples.append(sample)
        return sample

    def connections(self):
        """Returns every TCP connection with an end at the server's port: `local remote state transmit:receive-queue`."""
        port = f":{self.address[1]:04X}"
        rows = []
        for table in ("tcp", "tcp6"):
            with open(f"/proc/net/{table}", encoding="ascii") as file:
                rows += [line.split() for line in file][1:]
        return [" ".join(row[1:5]) for row in rows if row[1].endswith(port) or row[2].endswith(port)]

    def open_clients(self):
        """Returns the connections that their client has not closed. (gRPC closes those of a closed channel with a delay.)"""
        port = f":{self.address[1]:04X}"
        rows = [text.split() for text in self.connections()]
        return sum(row[1].endswith(port) and row[2] == "01" for row in rows)

    async def stop(self):
        """Stops the server by its process id; returns the exit status, or None if it had to be killed."""
        if self.process is None or self.process.returncode is not None:
            return self.process and self.process.returncode
        self.process.terminate()
        try:
            return await asyncio.wait_for(self.process.wait(), 20)
        except asyncio.TimeoutError:
            self.process.kill()
            await self.process.wait()
            return None
