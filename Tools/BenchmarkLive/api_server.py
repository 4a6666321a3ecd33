"""Serves lists and watches like an API server with many pods: 100 endpoints per slice, each with its pod.

Pods are as large as real ones (about 6 KB, including managedFields). Watches stay open without events until a line on
standard input, `change N`, makes one endpoint of slice N unready or ready again.
"""

import argparse
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PER_SLICE = 100
FIELDS = {f"f:{name}": {"f:value": {}, ".": {}} for name in "abcdefghijklmnopqrstuvwxyz"}
MANAGED = [{"manager": "kubelet", "operation": "Update", "fieldsV1": {"f:status": FIELDS}}] * 3
ENVIRONMENT = [{"name": f"VARIABLE_{i}", "value": "x" * 40} for i in range(30)]


def address(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def metadata(name, version, **more):
    return {
        "name": name, "namespace": "shop", "uid": f"uid-{name}", "resourceVersion": str(version),
        "creationTimestamp": "2024-01-01T00:00:00Z", **more,
    }


def pod(number):
    return {
        "metadata": metadata(
            f"web-{number}", number + 1,
            labels={"app": f"web-{number // PER_SLICE}", "security.istio.io/tlsMode": "istio"}, managedFields=MANAGED,
        ),
        "spec": {
            "nodeName": f"node-{number % 500}", "serviceAccountName": "default",
            "containers": [{"name": "web", "image": "registry.example/web:1", "env": ENVIRONMENT}],
        },
        "status": {
            "phase": "Running", "podIP": address(number), "podIPs": [{"ip": address(number)}],
            "conditions": [{"type": "Ready", "status": "True"}],
        },
    }


def endpoint_slice(number, version, first_is_ready=True):
    start = number * PER_SLICE
    return {
        "metadata": metadata(f"web-{number}-1", version, labels={"kubernetes.io/service-name": f"web-{number}"}),
        "addressType": "IPv4",
        "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
        "endpoints": [
            {
                "addresses": [address(i)], "conditions": {"ready": first_is_ready or i > start},
                "targetRef": {"kind": "Pod", "name": f"web-{i}", "namespace": "shop"},
            }
            for i in range(start, start + PER_SLICE)
        ],
    }


def service(number):
    return {
        "metadata": metadata(f"web-{number}", number + 1),
        "spec": {"clusterIP": "10.255.0.1", "ports": [{"name": "http", "port": 80, "targetPort": 8080}]},
    }


class State:
    def __init__(self, endpoints):
        slices = endpoints // PER_SLICE
        self.version = 10_000_000
        self.lists = {
            "pods": [json.dumps(pod(i)) for i in range(slices * PER_SLICE)],
            "endpointslices": [json.dumps(endpoint_slice(i, i + 1)) for i in range(slices)],
            "services": [json.dumps(service(i)) for i in range(slices)],
            "nodes": [
                json.dumps({"metadata": {"name": f"node-{i}", "labels": {"topology.kubernetes.io/zone": f"z{i % 3}"}}})
                for i in range(500)
            ],
            "namespaces": [
                json.dumps({"metadata": {"name": "istio-system", "labels": {"topology.istio.io/network": "n1"}}}),
                json.dumps({"metadata": {"name": "shop"}}),
            ],
        }
        self.changed = threading.Condition()
        self.events = []

    def change(self, number):
        with self.changed:
            self.version += 1
            ready = sum(1 for n, _ in self.events if n == number) % 2 == 1
            event = {"type": "MODIFIED", "object": endpoint_slice(number, self.version, ready)}
            self.events.append((number, json.dumps(event) + "\n"))
            self.changed.notify_all()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state = None

    def log_message(self, *arguments):
        pass

    def answer(self, body, status=200):
        body = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        plural = parts.path.rstrip("/").split("/")[-1]
        if plural in ("api", "apis") or plural in ("v1", "v1beta1", "v1alpha1", "v1alpha3"):
            return self.discover(parts.path)
        if "watch" in query:
            if "sendInitialEvents" in query:
                status = {"kind": "Status", "code": 400, "reason": "BadRequest", "message": "no streaming lists"}
                return self.answer(json.dumps(status), 400)
            return self.watch(plural)
        objects = self.state.lists.get(plural, [])
        start, limit = int(query.get("continue", "0")), int(query.get("limit", str(len(objects) or 1)))
        end = min(start + limit, len(objects))
        more = json.dumps(str(end)) if end < len(objects) else '""'
        items = ",".join(objects[start:end])
        self.answer(f'{{"kind":"List","metadata":{{"resourceVersion":"10000000","continue":{more}}},"items":[{items}]}}')

    def discover(self, path):
        core = ["pods", "services", "nodes", "namespaces", "configmaps", "secrets"]
        names = {"/api/v1": core, "/apis/discovery.k8s.io/v1": ["endpointslices"]}
        if path == "/api":
            return self.answer('{"kind":"APIVersions","versions":["v1"]}')
        if path == "/apis":
            version = {"groupVersion": "discovery.k8s.io/v1", "version": "v1"}
            group = {"name": "discovery.k8s.io", "versions": [version], "preferredVersion": version}
            return self.answer(json.dumps({"kind": "APIGroupList", "groups": [group]}))
        if path not in names:
            return self.answer('{"kind":"Status","code":404,"reason":"NotFound"}', 404)
        resources = [{"name": name, "verbs": ["list", "watch"]} for name in names[path]]
        self.answer(json.dumps({"kind": "APIResourceList", "resources": resources}))

    def watch(self, plural):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        told = 0
        while True:
            with self.state.changed:
                self.state.changed.wait_for(lambda: plural == "endpointslices" and len(self.state.events) > told)
                lines = [line for _, line in self.state.events[told:]]
                told = len(self.state.events)
            for line in lines:
                data = line.encode()
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--endpoints", type=int, default=50_000)
    arguments = parser.parse_args()
    Handler.state = State(arguments.endpoints)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    total = sum(len(text) for texts in Handler.state.lists.values() for text in texts)
    print(f"{server.server_address[1]} {total}", flush=True)
    for line in sys.stdin:
        if line.startswith("change "):
            Handler.state.change(int(line.split()[1]))


main()
