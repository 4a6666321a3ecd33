#!/usr/bin/env python3
"""A minimal EDS server on grpcio and xds-protos.

    python_eds_server.py ASSIGNMENTS --port PORT --rate CHANGES-PER-SECOND --start-after SECONDS --changes NUMBER

ASSIGNMENTS is a folder with the output of `eds-translator translate -o binary`: one packed ClusterLoadAssignment per cluster.
Every client gets the same assignments. A change gives the first endpoint of the next assignment a new address, and pushes
the assignment to every subscribed stream. Prints `ready` when it listens.

State of the world on EDS and ADS; the last content of a name is sent immediately.
"""

import argparse
import asyncio
import pathlib

import grpc
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.service.discovery.v3 import ads_pb2_grpc, discovery_pb2
from envoy.service.endpoint.v3 import eds_pb2_grpc
from google.protobuf import any_pb2

TYPE_URL = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"


class Assignments:
    """The assignments, with the streams that are subscribed to them."""

    def __init__(self, folder):
        self.messages = {}
        for path in sorted(pathlib.Path(folder).iterdir()):
            message = endpoint_pb2.ClusterLoadAssignment.FromString(path.read_bytes())
            self.messages[message.cluster_name] = message
        self.packed = {name: self.pack(name) for name in self.messages}
        self.version = 1
        self.streams = set()

    def pack(self, name):
        return any_pb2.Any(type_url=TYPE_URL, value=self.messages[name].SerializeToString(deterministic=True))

    def change(self, name, number):
        """Changes an assignment and notifies the streams."""
        endpoint = self.messages[name].endpoints[0].lb_endpoints[0].endpoint
        endpoint.address.socket_address.address = f"198.18.{number >> 8 & 255}.{number & 255}"
        self.packed[name] = self.pack(name)
        self.version += 1
        for stream in self.streams:
            stream.changed(name)


class Stream:
    """One stream: its subscriptions and its pending assignments."""

    def __init__(self, assignments):
        self.assignments = assignments
        self.names = set()
        self.due = set()
        self.wake = asyncio.Event()
        self.nonce = 0

    def changed(self, name):
        if name in self.names:
            self.due.add(name)
            self.wake.set()

    async def read(self, requests):
        async for request in requests:
            names = set(request.resource_names)
            added = names - self.names
            self.names = names
            if added:
                self.due |= added & self.assignments.packed.keys()
                self.wake.set()

    async def responses(self, requests):
        reader = asyncio.create_task(self.read(requests))
        self.assignments.streams.add(self)
        try:
            while True:
                await self.wake.wait()
                self.wake.clear()
                due, self.due = sorted(self.due), set()
                if not due:
                    continue
                self.nonce += 1
                yield discovery_pb2.DiscoveryResponse(
                    version_info=str(self.assignments.version),
                    resources=[self.assignments.packed[name] for name in due],
                    type_url=TYPE_URL,
                    nonce=str(self.nonce),
                )
        finally:
            self.assignments.streams.discard(self)
            reader.cancel()


class EndpointDiscovery(eds_pb2_grpc.EndpointDiscoveryServiceServicer):
    def __init__(self, assignments):
        self.assignments = assignments

    async def StreamEndpoints(self, requests, _context):
        async for response in Stream(self.assignments).responses(requests):
            yield response


class AggregatedDiscovery(ads_pb2_grpc.AggregatedDiscoveryServiceServicer):
    def __init__(self, assignments):
        self.assignments = assignments

    async def StreamAggregatedResources(self, requests, _context):
        async for response in Stream(self.assignments).responses(requests):
            yield response


async def make_changes(assignments, rate, start_after, changes):
    names = sorted(assignments.messages)
    start = asyncio.get_running_loop().time() + start_after
    for number in range(changes):
        await asyncio.sleep(max(0, start + number / rate - asyncio.get_running_loop().time()))
        assignments.change(names[number % len(names)], number)


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--start-after", type=float, default=3)
    parser.add_argument("--changes", type=int, default=0)
    options = parser.parse_args()
    assignments = Assignments(options.assignments)
    server = grpc.aio.server(options=[("grpc.max_send_message_length", -1)])
    eds_pb2_grpc.add_EndpointDiscoveryServiceServicer_to_server(EndpointDiscovery(assignments), server)
    ads_pb2_grpc.add_AggregatedDiscoveryServiceServicer_to_server(AggregatedDiscovery(assignments), server)
    if server.add_insecure_port(f"127.0.0.1:{options.port}") != options.port:
        raise SystemExit(f"cannot listen on port {options.port}")
    await server.start()
    print("ready", flush=True)
    await make_changes(assignments, options.rate, options.start_after, options.changes)
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main())
