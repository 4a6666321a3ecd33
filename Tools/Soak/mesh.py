"""The mesh directory that the soak serves and edits, and the record of its changes.

Every service has one endpoint on a network without gateways, whose address is the number of the service's last change
(240.x.y.z). The first gateway of the east has the number of the gateways' last change (241.x.y.z). So the bytes of an
assignment show which changes it contains.
"""

import os
import pathlib
import random
import re
import time

NAMESPACE = "shop"
MARKER = re.compile(rb"(24[01])\.(\d+)\.(\d+)\.(\d+)")


def address(first, number):
    return f"{first}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def markers(content):
    """Returns the newest changes of the service and of the gateways in `content`; None without a marker."""
    service = gateway = None
    for first, high, middle, low in MARKER.findall(content):
        number = int(high) << 16 | int(middle) << 8 | int(low)
        if first == b"240":
            service = number
        else:
            gateway = number
    return service, gateway


NODES = {
    "west": ("sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local", "127.1.9.1", "west-network", "west-cluster"),
    "east": ("sidecar~127.2.9.1~client-east.shop~shop.svc.cluster.local", "127.2.9.1", "east-network", "east-cluster"),
    "vm": ("sidecar~127.9.9.1~client-vm.shop~shop.svc.cluster.local", "127.9.9.1", "vm-network", "west-cluster"),
    "west-2": ("sidecar~127.1.9.2~other-west.shop~shop.svc.cluster.local", "127.1.9.2", "west-network", "west-cluster"),
}
"""The views whose assignments contain the gateways of the east."""
BEHIND_GATEWAYS = {"west", "vm", "west-2"}


def metadata(view):
    _, ip, network, cluster = NODES[view]
    return {"NAMESPACE": NAMESPACE, "INSTANCE_IPS": ip, "NETWORK": network, "CLUSTER_ID": cluster}


class Change:
    """A change: its number, its time, and whether the service exists after it."""

    __slots__ = ("number", "time", "present")

    def __init__(self, number, made, present):
        self.number, self.time, self.present = number, made, present


class Mesh:
    def __init__(self, folder, services, seed):
        self.folder = pathlib.Path(folder)
        self.random = random.Random(seed)
        self.services = [f"svc-{index:03d}" for index in range(services)]
        self.names = [self.name(service) for service in self.services]
        self.number = 0
        self.history = {name: [] for name in self.names}
        self.gateways = []
        self.present = set()
        self.broken = None
        self.made_while_broken = []
        self.counts = dict.fromkeys(("changes", "removals", "additions", "gateway_changes", "broken_edits", "bursts"), 0)

    @staticmethod
    def name(service):
        return f"outbound|80||{service}.{NAMESPACE}.svc.cluster.local"

    # Writing

    def write(self, path, text):
        """Writes a file atomically by renaming."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        hidden = target.parent / f".{target.name}.new"
        hidden.write_text(text)
        os.replace(hidden, target)

    def create(self):
        self.write("mesh-directory.yaml", "configCluster: west-cluster\nsystemNamespace: istio-system\n")
        for cluster in ("west", "east"):
            text = "".join(
                f"---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: {name}\n" for name in ("istio-system", NAMESPACE)
            )
            self.write(f"clusters/{cluster}-cluster/namespaces.yaml", text)
        proxies = []
        for view, (identity, *_rest) in NODES.items():
            entries = "".join(f"      {key}: {value}\n" for key, value in metadata(view).items())
            names = "".join(f"  - {name}\n" for name in self.names)
            proxies.append(f"- node:\n    id: {identity}\n    metadata:\n{entries}  resources:\n{names}")
        self.write("proxies.yaml", "".join(proxies))
        self.change_gateways()
        for index in range(len(self.services)):
            self.change(index)

    def change(self, index, present=True):
        """Changes the endpoints of service `index` in both clusters, or removes it."""
        service, name = self.services[index], self.names[index]
        self.number += 1
        if present:
            if self.random.random() < 0.5 or name not in self.present:
                self.write(f"clusters/east-cluster/{service}.yaml", self.objects(service, index, 2))
            text = self.objects(service, index, 1) + self.machine(service, self.number)
            self.write(f"clusters/west-cluster/{service}.yaml", text)
            self.counts["changes" if name in self.present else "additions"] += 1
            self.present.add(name)
        else:
            for cluster in ("west", "east"):
                (self.folder / f"clusters/{cluster}-cluster/{service}.yaml").unlink(missing_ok=True)
            self.counts["removals"] += 1
            self.present.discard(name)
        self.note(self.history[name], Change(self.number, time.monotonic(), present))

    def change_gateways(self, count=None):
        """Changes the gateways of the east; sometimes to none."""
        self.number += 1
        count = self.random.choice((0, 1, 2, 3)) if count is None else count
        addresses = [address(241, self.number)] + [f"127.2.255.{index}" for index in range(1, count)]
        east = "".join(f"    - address: {text}\n      port: 15443\n" for text in addresses[:count])
        self.write(
            "mesh-networks.yaml",
            "networks:\n  west-network:\n    endpoints:\n    - fromRegistry: west-cluster\n"
            "    gateways:\n    - address: 127.1.255.1\n      port: 15443\n"
            "  east-network:\n    endpoints:\n    - fromRegistry: east-cluster\n"
            f"    gateways:{' []' if not east else ''}\n{east}",
        )
        self.counts["gateway_changes"] += 1
        self.note(self.gateways, Change(self.number, time.monotonic(), count > 0))

    def note(self, changes, change):
        changes.append(change)
        if self.broken:
            self.made_while_broken.append(change)

    # An invalid directory is not read: changes made meanwhile count from the repair.

    def break_it(self):
        index = self.random.randrange(len(self.services))
        path = f"clusters/west-cluster/broken-{index}.yaml"
        self.broken = path
        self.counts["broken_edits"] += 1
        self.write(
            path,
            self.random.choice(
                (
                    "apiVersion: v1\nkind: Service\nmetadata: [\n",
                    "apiVersion: v1\nkind: Service\nmetadata:\n  name: broken\n  namespace: shop\nspec:\n  ports: 7\n",
                    self.objects("half", index, 1)[:700] + "\n\t: {",
                )
            ),
        )

    def repair(self):
        (self.folder / self.broken).unlink()
        self.broken = None
        now = time.monotonic()
        for change in self.made_while_broken:
            change.time = now
        self.made_while_broken = []

    # Objects

    def objects(self, service, index, cluster):
        parts = [
            f"apiVersion: v1\nkind: Service\nmetadata:\n  name: {service}\n  namespace: {NAMESPACE}\n"
            '  creationTimestamp: "2024-01-01T00:00:00Z"\n'
            f"spec:\n  type: ClusterIP\n  clusterIP: 10.9{cluster}.{index >> 8}.{index & 255}\n"
            f"  selector:\n    app: {service}\n"
            "  ports:\n  - name: http\n    port: 80\n    protocol: TCP\n    targetPort: 8080\n"
        ]
        pods = self.random.randint(1, 8)
        first = self.random.randint(1, 200)
        endpoints = []
        for pod in range(first, first + pods):
            ip, name = f"10.{cluster}.{index}.{pod}", f"{service}-{pod}"
            parts.append(
                f"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: {NAMESPACE}\n  labels:\n"
                f"    app: {service}\n    security.istio.io/tlsMode: istio\n"
                "spec:\n  serviceAccountName: default\n  containers:\n  - name: web\n    image: web\n"
                f"status:\n  phase: Running\n  podIP: {ip}\n  podIPs:\n  - ip: {ip}\n"
                '  conditions:\n  - type: Ready\n    status: "True"\n'
            )
            endpoints.append(
                f"- addresses:\n  - {ip}\n  conditions:\n    ready: true\n"
                f"  targetRef:\n    kind: Pod\n    name: {name}\n    namespace: {NAMESPACE}\n"
            )
        parts.append(
            f"apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: {service}\n"
            f"  namespace: {NAMESPACE}\n  labels:\n    kubernetes.io/service-name: {service}\naddressType: IPv4\n"
            f"endpoints:\n{''.join(endpoints)}ports:\n- name: http\n  port: 8080\n  protocol: TCP\n"
        )
        return "---\n".join(parts)

    @staticmethod
    def machine(service, number):
        return (
            "---\napiVersion: networking.istio.io/v1\nkind: WorkloadEntry\n"
            f"metadata:\n  name: {service}-machine\n  namespace: {NAMESPACE}\n"
            f"spec:\n  address: {address(240, number)}\n  network: vm-network\n  labels:\n    app: {service}\n"
        )
