"""Clients on REST: long polls over HTTP/1.1."""

import asyncio
import json
import socket
import struct

import mesh as meshes
import streams


async def ask(reader, writer, view, names, version, patience):
    body = json.dumps(
        {
            "node": {"id": meshes.NODES[view][0], "metadata": meshes.metadata(view)},
            "typeUrl": streams.TYPE_URL,
            "resourceNames": names,
            "versionInfo": version,
        }
    ).encode()
    head = (
        "POST /v3/discovery:endpoints HTTP/1.1\r\nhost: soak\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nx-envoy-expected-rq-timeout-ms: {patience}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    status = int(lines[0].split()[1])
    fields = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines[1:])}
    if status == 304:
        return status, None
    if "content-length" in fields:
        return status, await reader.readexactly(int(fields["content-length"]))
    body = b""
    while size := int((await reader.readline()).strip(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, body


def contents(body):
    """Returns the version of a response and its contents: canonical JSON by name."""
    document = json.loads(body)
    texts = {
        resource["clusterName"]: json.dumps(resource, sort_keys=True).encode()
        for resource in document.get("resources", [])
    }
    return document.get("versionInfo", ""), texts


class PollClient:
    habit = "good"

    def __init__(self, soak, address, follower):
        self.soak, self.address, self.follower = soak, address, follower
        self.version = ""
        self.leaving = False
        self.writer = None

    async def run(self):
        try:
            reader, self.writer = await asyncio.open_connection(*self.address)
            while True:
                status, body = await ask(
                    reader, self.writer, self.follower.view, self.follower.names, self.version, 20_000
                )
                self.soak.tally.count(f"rest_{status}")
                if status == 200:
                    self.version, texts = contents(body)
                    for name in self.follower.names:
                        text = texts.get(name, b"")
                        if self.follower.held.get(name) != text:
                            self.follower.receive(name, text)
                elif status != 304:
                    raise ConnectionError(f"status {status}: {body[:200]}")
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            if not self.leaving and not self.soak.ending:
                self.soak.tally.failure(f"rest: {error!r}")
        finally:
            if self.writer is not None:
                self.writer.close()

    async def leave(self, task):
        """Leaves in the middle of a poll, with a reset."""
        self.leaving = True
        if self.writer is not None:
            reset(self.writer.get_extra_info("socket"))
            self.writer.transport.abort()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def reset(connection):
    """Makes closing the socket a reset (RST)."""
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def fresh(address, view, names):
    reader, writer = await asyncio.open_connection(*address)
    try:
        _, body = await ask(reader, writer, view, names, "", 20_000)
        return contents(body)
    finally:
        writer.close()
