#!/usr/bin/env python3
"""Measures the shares that the xDS client of gRPC C-core gives to the endpoints of eds-translator.

    grpc_shares.py ADDRESSES JOB RESULT

Starts a gRPC server on a free port of each of the comma-separated ADDRESSES, and prints "sockets" and a JSON object with
the port of each address. Then waits for the JSON file JOB: {"server": "address:port", "node": Node, "resource": EDS name,
"lb_policy": name, "requests": int}; instead of "server" and "node" it may have "bootstrap", gRPC's bootstrap for
eds-translator, of which all is used but the address. Opens a channel through bridge.py, waits until every address has answered, and sends
the requests. RESULT is written, a JSON object: {"answers": {address: count}, "nacks": [text, ...]}.
"""

import asyncio
import json
import os
import sys

import grpc

from bridge import Bridge

CONCURRENT_REQUESTS = 8
SECONDS_TO_CONNECT = 60
SECONDS_PER_REQUEST = 30


class Backend(grpc.GenericRpcHandler):
    """Answers every call with its address."""

    def __init__(self, address):
        self.address = address.encode()

    def service(self, details):
        async def answer(request, context):
            return self.address

        return grpc.unary_unary_rpc_method_handler(answer)


async def start_backends(addresses):
    servers, ports = [], {}
    for address in addresses:
        server = grpc.aio.server()
        server.add_generic_rpc_handlers((Backend(address),))
        ports[address] = server.add_insecure_port(f"{address}:0")
        await server.start()
        servers.append(server)
    return servers, ports


async def until_all_answer(call, addresses):
    """Waits until the client is connected to every address."""
    left = set(addresses)
    while left:
        answer = await call(b"", wait_for_ready=True, timeout=SECONDS_PER_REQUEST)
        left.discard(answer.decode())


async def count(call, requests, answers):
    async def some(number):
        for _ in range(number):
            answer = (await call(b"", wait_for_ready=True, timeout=SECONDS_PER_REQUEST)).decode()
            answers[answer] = answers.get(answer, 0) + 1

    await asyncio.gather(*(some(requests // CONCURRENT_REQUESTS) for _ in range(CONCURRENT_REQUESTS)))


async def measure(job, addresses):
    bridge = Bridge()
    port = await bridge.start()
    server = {"channel_creds": [{"type": "insecure"}], "server_features": ["xds_v3"]}
    bootstrap = job.get("bootstrap") or {"xds_servers": [server], "node": {"id": "grpc"}}
    (server,) = bootstrap["xds_servers"]
    job = {"server": server.get("server_uri"), **job}
    server["server_uri"] = f"127.0.0.1:{port}"
    os.environ["GRPC_XDS_BOOTSTRAP_CONFIG"] = json.dumps(bootstrap)
    session = bridge.expect("job", {**job, "name": "job", "resources": [job["resource"]]})
    channel = grpc.aio.insecure_channel("xds:///job")
    answers = {}
    try:
        call = channel.unary_unary("/cluster-0/call")
        await asyncio.wait_for(until_all_answer(call, addresses), SECONDS_TO_CONNECT)
        await count(call, job["requests"], answers)
    finally:
        await channel.close()
        await bridge.stop()
    return {"answers": answers, "nacks": session.nacks}


async def main(addresses, job_path, result_path):
    addresses = addresses.split(",")
    servers, ports = await start_backends(addresses)
    print("sockets " + json.dumps(ports), flush=True)
    while not os.path.exists(job_path):
        await asyncio.sleep(0.05)
    with open(job_path, encoding="utf-8") as file:
        job = json.load(file)
    result = await measure(job, addresses)
    for server in servers:
        await server.stop(None)
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(result, file)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: grpc_shares.py ADDRESSES JOB RESULT")
    asyncio.run(main(*sys.argv[1:]))
