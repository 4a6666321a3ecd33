"""Clients on gRPC: state of the world and delta, on EDS and ADS; well-behaved and misbehaving."""

import asyncio
import random

import grpc
from envoy.config.core.v3 import base_pb2
from envoy.service.discovery.v3 import discovery_pb2
from google.protobuf import struct_pb2
from google.rpc import status_pb2

import mesh as meshes

TYPE_URL = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
METHODS = {
    "eds": "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints",
    "delta-eds": "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints",
    "ads": "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
    "delta-ads": "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
}
KINDS = list(METHODS)
CHANNEL_OPTIONS = [
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.http2.bdp_probe", 0),
]


def node(view):
    data = struct_pb2.Struct()
    data.update(meshes.metadata(view))
    return base_pb2.Node(id=meshes.NODES[view][0], metadata=data)


class Channel:
    """A channel that several clients share."""

    def __init__(self, target):
        self.streams = 0
        self.channel = grpc.aio.insecure_channel(target, options=CHANNEL_OPTIONS)

    def open(self, kind):
        delta = kind.startswith("delta")
        response = discovery_pb2.DeltaDiscoveryResponse if delta else discovery_pb2.DiscoveryResponse
        call = self.channel.stream_stream(
            METHODS[kind],
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=response.FromString,
        )
        return call()


class StreamClient:
    """One stream. `habit` is good (well-behaved), nacking, pausing or deaf (non-acknowledging); `soak.behave` ends all
    misbehaviour but the last kind."""

    def __init__(self, soak, channel, follower, habit="good"):
        self.soak, self.channel, self.follower, self.habit = soak, channel, follower, habit
        self.delta = follower.kind.startswith("delta")
        self.random = random.Random(soak.random.random())
        self.call = None
        self.leaving = False
        self.version = ""
        self.nonce = ""
        # gRPC accepts one message at a time.
        self.writing = asyncio.Lock()

    async def run(self):
        try:
            self.call = self.channel.open(self.follower.kind)
            await self.write(self.first_request())
            while True:
                if self.habit == "pausing" and not self.soak.behave and self.random.random() < 0.2:
                    self.soak.tally.count("pauses")
                    await asyncio.sleep(self.random.uniform(3, 12))
                response = await self.call.read()
                if response is grpc.aio.EOF:
                    break
                await self.take(response)
            code, details = await self.call.code(), await self.call.details()
            if not self.leaving and not self.soak.ending:
                self.soak.tally.failure(f"{self.follower.kind} {self.habit}: ended with {code}: {details}")
        except grpc.aio.AioRpcError as error:
            if not self.leaving and not self.soak.ending:
                self.soak.tally.failure(f"{self.follower.kind} {self.habit}: {error.code()}: {error.details()}")
        except asyncio.InvalidStateError as error:
            if not self.leaving and not self.soak.ending:
                self.soak.tally.failure(f"{self.follower.kind} {self.habit}: {error}")
        except asyncio.CancelledError:
            if not self.leaving and not self.soak.ending:
                raise

    async def take(self, response):
        rejected = self.habit == "nacking" and not self.soak.behave and self.random.random() < 0.1
        for resource in response.resources:
            # A delta resource wraps the resource of a SotW response, whose name is the first field of its bytes.
            if self.delta:
                self.follower.receive(resource.name, resource.resource.value, not rejected)
            else:
                content = resource.value
                name = content[2 : 2 + content[1]].decode()
                self.follower.receive(name, content, not rejected)
        if self.delta:
            for name in response.removed_resources:
                self.soak.tally.count("delta_removals")
                self.follower.receive(name, b"", not rejected)
        if self.habit == "deaf":
            return
        if rejected:
            self.soak.tally.count("nacks")
        else:
            self.version = "" if self.delta else response.version_info
        error = status_pb2.Status(code=3, message="not today") if rejected else None
        if self.delta:
            request = discovery_pb2.DeltaDiscoveryRequest(
                type_url=TYPE_URL, response_nonce=response.nonce, error_detail=error
            )
        else:
            request = discovery_pb2.DiscoveryRequest(
                type_url=TYPE_URL,
                response_nonce=response.nonce,
                version_info=self.version,
                resource_names=self.follower.names,
                error_detail=error,
            )
        self.nonce = response.nonce
        await self.write(request)

    async def write(self, request):
        async with self.writing:
            await self.call.write(request)

    def first_request(self):
        names = self.follower.names
        if self.delta:
            return discovery_pb2.DeltaDiscoveryRequest(
                node=node(self.follower.view), type_url=TYPE_URL, resource_names_subscribe=names
            )
        return discovery_pb2.DiscoveryRequest(node=node(self.follower.view), type_url=TYPE_URL, resource_names=names)

    async def resubscribe(self, names):
        """Subscribes to other names on the same stream."""
        before = set(self.follower.names)
        self.follower.subscribe(names)
        if self.delta:
            request = discovery_pb2.DeltaDiscoveryRequest(
                type_url=TYPE_URL,
                resource_names_subscribe=[name for name in names if name not in before],
                resource_names_unsubscribe=sorted(before - set(names)),
            )
        else:
            request = discovery_pb2.DiscoveryRequest(
                type_url=TYPE_URL, response_nonce=self.nonce, version_info=self.version, resource_names=names
            )
        self.soak.tally.count("resubscriptions")
        await self.write(request)

    async def leave(self, task):
        """Leaves: resets the stream, or half-closes it and waits for its end."""
        self.leaving = True
        if self.call is not None and self.random.random() < 0.5:
            self.soak.tally.count("half_closes")
            try:
                await self.call.done_writing()
                await asyncio.wait_for(asyncio.shield(task), 10)
                self.soak.tally.count("half_closed_ended_by_server")
            except (asyncio.TimeoutError, grpc.aio.AioRpcError, asyncio.InvalidStateError):
                self.soak.tally.count("half_closed_still_open")
        if self.call is not None:
            self.call.cancel()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        self.channel.streams -= 1


async def fresh(target, view, names, seconds=20):
    """Returns the assignments of a new client for `names`: bytes by name."""
    channel = Channel(target)
    call = channel.open("delta-eds")
    held = {}
    try:
        await call.write(
            discovery_pb2.DeltaDiscoveryRequest(node=node(view), type_url=TYPE_URL, resource_names_subscribe=names)
        )
        async with asyncio.timeout(seconds):
            while len(held) < len(names):
                response = await call.read()
                for resource in response.resources:
                    held[resource.name] = resource.resource.value
                for name in response.removed_resources:
                    held[name] = b""
                await call.write(discovery_pb2.DeltaDiscoveryRequest(type_url=TYPE_URL, response_nonce=response.nonce))
    finally:
        call.cancel()
        await channel.channel.close()
    return held
