"""The assignments of one client, and the latency of each change."""

import time

import mesh as meshes


class Tally:
    """The observations of all clients."""

    def __init__(self):
        self.latencies = {}
        self.first = []
        self.counts = {}
        self.failures = []
        self.late = []

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number

    def latency(self, kind, seconds):
        self.latencies.setdefault(kind, []).append(max(0.0, seconds))

    def failure(self, text):
        self.count("unexpected_failures")
        if len(self.failures) < 50:
            self.failures.append(text)


class Follower:
    """The names of one client with their contents. `measured` clients must receive every change in time."""

    def __init__(self, mesh, tally, kind, view, names, measured=True):
        self.mesh, self.tally, self.kind, self.view = mesh, tally, kind, view
        self.measured = measured
        self.joined = time.monotonic()
        self.names = list(names)
        self.held = {}
        self.service = {}
        self.gateway = {}
        self.since = {}

    def subscribe(self, names):
        now = time.monotonic()
        for name in list(self.held):
            if name not in names:
                for table in (self.held, self.service, self.gateway):
                    table.pop(name, None)
        for name in names:
            if name not in self.names or name not in self.since:
                self.since[name] = now
        self.names = list(names)

    def receive(self, name, content, accepted=True):
        if name not in self.names:
            self.tally.count("contents_of_names_given_up")
            return
        now = time.monotonic()
        if name not in self.service and self.measured:
            self.tally.first.append(now - self.since.get(name, self.joined))
        service, gateway = meshes.markers(content)
        changes = self.mesh.history[name]
        if service is None:
            service = next((change.number for change in reversed(changes) if not change.present), None)
        self.note(self.service, name, service, changes, now)
        if self.view in meshes.BEHIND_GATEWAYS and gateway is not None:
            # Without gateways, or without the service, a change is only visible with the next one.
            absent = next((change.time for change in reversed(changes) if not change.present), 0)
            visible = [change for change in self.mesh.gateways if change.present and change.time > absent + 15]
            self.note(self.gateway, name, gateway, visible, now)
        if accepted:
            self.held[name] = content
        self.tally.count("contents")

    def note(self, table, name, number, changes, now):
        seen = table.get(name)
        if number is None or (seen is not None and number < seen):
            self.tally.count("contents_older_than_held")
            return
        if seen is not None and self.measured:
            for change in reversed(changes):
                if change.number <= seen:
                    break
                if change.number <= number and change.time > self.joined:
                    self.tally.latency(self.kind, now - change.time)
        table[name] = number

    def overdue(self, now, bound):
        """Returns the names whose last change is older than `bound` and was not received."""
        late = []
        for name in self.names:
            if now - self.since.get(name, self.joined) < bound:
                continue
            last = self.mesh.history[name][-1]
            # A second removal is not sent if the service was back for a moment only.
            gone = not last.present and name in self.held and meshes.markers(self.held[name])[0] is None
            if now - last.time > bound and self.service.get(name, -1) < last.number and not gone:
                late.append((name, "service", now - last.time))
            gate = self.mesh.gateways[-1]
            if (
                self.view in meshes.BEHIND_GATEWAYS
                and gate.present
                and last.present
                and now - gate.time > bound
                and now - last.time > bound
                and self.gateway.get(name, -1) < gate.number
            ):
                late.append((name, "gateway", now - gate.time))
        return late
