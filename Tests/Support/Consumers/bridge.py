"""An ADS server between gRPC clients and eds-translator.

It answers LDS and CDS itself, so that a client asks for the endpoints of a job, and passes EDS on, request by request
and response by response, byte for byte. Only the node is put into the first EDS request, as a client sends it with its
very first one.
"""

import asyncio

import grpc
from envoy.config.cluster.v3 import cluster_pb2
from envoy.config.core.v3 import base_pb2
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.config.listener.v3 import listener_pb2
from envoy.config.route.v3 import route_components_pb2, route_pb2
from envoy.extensions.filters.http.router.v3 import router_pb2
from envoy.extensions.filters.network.http_connection_manager.v3 import http_connection_manager_pb2
from envoy.service.discovery.v3 import discovery_pb2
from google.protobuf import json_format

PREFIX = "type.googleapis.com/envoy.config."
LISTENER = PREFIX + "listener.v3.Listener"
CLUSTER = PREFIX + "cluster.v3.Cluster"
ENDPOINTS = PREFIX + "endpoint.v3.ClusterLoadAssignment"
METHOD = "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources"
OPTIONS = [("grpc.max_receive_message_length", -1)]


class Session:
    """One job: the responses for its client, and the client's replies to the assignments."""

    def __init__(self, listener, job):
        self.listener = listener
        self.name = job["name"]
        self.server = job["server"]
        self.lb_policy = cluster_pb2.Cluster.LbPolicy.Value(job.get("lb_policy", "RING_HASH"))
        # Without one the client's own node is passed on.
        self.node = json_format.ParseDict(job["node"], base_pb2.Node()) if "node" in job else None
        self.clusters = {f"cluster-{index}": name for index, name in enumerate(job["resources"])}
        self.answered = set()
        self.unacknowledged = None
        self.acknowledged = asyncio.Event()
        self.acks = 0
        self.nacks = []
        self.bridge_nacks = []
        self.finished = asyncio.Event()

    def sent_assignments(self, response):
        for resource in response.resources:
            self.answered.add(endpoint_pb2.ClusterLoadAssignment.FromString(resource.value).cluster_name)
        self.unacknowledged = response.nonce
        self.acknowledged.clear()

    def received(self, request):
        """Counts the client's reply to a response."""
        rejected = request.HasField("error_detail")
        if request.type_url != ENDPOINTS:
            if rejected:
                self.bridge_nacks.append(request.error_detail.message)
                self.finished.set()
            return
        if request.response_nonce == self.unacknowledged:
            self.unacknowledged = None
            if rejected:
                self.nacks.append(request.error_detail.message)
            else:
                self.acks += 1
            self.acknowledged.set()
        if self.unacknowledged is None and self.answered >= set(self.clusters.values()):
            self.finished.set()

    def resources(self, type_url, names):
        if type_url == LISTENER:
            return [self._listener()]
        return [self._cluster(name) for name in names if name in self.clusters]

    def result(self):
        return {
            "name": self.name,
            "acks": self.acks,
            "nacks": self.nacks,
            "bridge_nacks": self.bridge_nacks,
            "answered": sorted(self.answered),
        }

    def _listener(self):
        routes = [
            route_components_pb2.Route(
                match=route_components_pb2.RouteMatch(prefix=f"/{cluster}/"),
                route=route_components_pb2.RouteAction(cluster=cluster),
            )
            for cluster in self.clusters
        ]
        host = route_components_pb2.VirtualHost(name="all", domains=["*"], routes=routes)
        manager = http_connection_manager_pb2.HttpConnectionManager(
            route_config=route_pb2.RouteConfiguration(name="all", virtual_hosts=[host])
        )
        router = manager.http_filters.add(name="router")
        router.typed_config.Pack(router_pb2.Router())
        listener = listener_pb2.Listener(name=self.listener)
        listener.api_listener.api_listener.Pack(manager)
        return listener

    def _cluster(self, name):
        cluster = cluster_pb2.Cluster(
            name=name, type=cluster_pb2.Cluster.EDS, lb_policy=self.lb_policy
        )
        cluster.eds_cluster_config.service_name = self.clusters[name]
        cluster.eds_cluster_config.eds_config.ads.SetInParent()
        return cluster


class Stream:
    """One ADS stream of a client."""

    def __init__(self, bridge, requests, context):
        self.bridge = bridge
        self.requests = requests
        self.context = context
        self.session = None
        self.node = None
        self.upstream = None
        self.channel = None
        self.pump = None
        self.answered_names = {}
        self.version = 0

    async def serve(self):
        try:
            async for data in self.requests:
                request = discovery_pb2.DiscoveryRequest.FromString(data)
                if self.session is None:
                    self.session = self.bridge.sessions[request.resource_names[0]]
                    self.node = self.session.node or request.node
                self.session.received(request)
                if request.type_url == ENDPOINTS:
                    await self._forward(request, data)
                else:
                    await self._answer(request)
        finally:
            if self.pump:
                self.pump.cancel()
            if self.channel:
                await self.channel.close()

    async def _answer(self, request):
        names = sorted(request.resource_names)
        if self.answered_names.get(request.type_url) == names:
            return
        self.answered_names[request.type_url] = names
        self.version += 1
        response = discovery_pb2.DiscoveryResponse(
            version_info=str(self.version), nonce=str(self.version), type_url=request.type_url
        )
        for resource in self.session.resources(request.type_url, names):
            response.resources.add().Pack(resource)
        await self.context.write(response.SerializeToString())

    async def _forward(self, request, data):
        if self.upstream is None:
            request.node.CopyFrom(self.node)
            data = request.SerializeToString()
            self.channel = grpc.aio.insecure_channel(self.session.server, options=OPTIONS)
            self.upstream = self.channel.stream_stream(METHOD)()
            self.pump = asyncio.ensure_future(self._pass_responses())
        await self.upstream.write(data)

    async def _pass_responses(self):
        async for data in self.upstream:
            self.session.sent_assignments(discovery_pb2.DiscoveryResponse.FromString(data))
            await self.context.write(data)
            # A client that gets two at once replies to the second only.
            await self.session.acknowledged.wait()


class Bridge(grpc.GenericRpcHandler):
    """The server; a stream belongs to the job whose listener it requests first."""

    def __init__(self):
        self.sessions = {}
        self.server = None

    def expect(self, listener, job):
        self.sessions[listener] = Session(listener, job)
        return self.sessions[listener]

    async def start(self):
        self.server = grpc.aio.server(options=OPTIONS)
        self.server.add_generic_rpc_handlers((self,))
        port = self.server.add_insecure_port("127.0.0.1:0")
        await self.server.start()
        return port

    async def stop(self):
        await self.server.stop(None)

    def service(self, details):
        if details.method != METHOD:
            return None
        return grpc.stream_stream_rpc_method_handler(self._serve)

    async def _serve(self, requests, context):
        await Stream(self, requests, context).serve()
