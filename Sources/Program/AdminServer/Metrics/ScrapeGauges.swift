internal import CoreMetrics
internal import DiscoveryServer
internal import EndpointTranslation
internal import GRPCTransport
internal import MeshTracking
internal import MeshViews
internal import NameResolution
internal import Synchronization

/// The metrics that are computed on a scrape and not counted as events happen.
final class ScrapeGauges: Sendable {
    private let endpoints: GaugeFamily
    private let healthy: GaugeFamily
    private let gateways: GaugeFamily
    private let names: GaugeFamily
    private let sourceAge: GaugeFamily
    private let sourceSynced: GaugeFamily
    private let sourceObjects: GaugeFamily
    private let sourceUnreadable: GaugeFamily
    private let factory: any MetricsFactory
    private let build: Meter
    private let hits: Counter
    private let misses: Counter
    private let cpu: FloatingPointCounter

    /// The previous values of the counters, and the statistics of a state.
    private struct Last: Sendable {
        var hits = 0
        var misses = 0
        var cpu = 0.0
        var statistics: (mesh: MeshState, statistics: MeshStatistics)?
    }

    private let last = Mutex(Last())
    private static let nameStates: [HostNameStatus.State] = [
        .waiting, .resolved, .empty, .stale, .failing, .pinned, .invalid,
    ]

    init(_ factory: any MetricsFactory, program: String) {
        func family(_ name: String, _ label: String) -> GaugeFamily {
            GaugeFamily("eds_translator_\(name)", by: label, factory)
        }
        self.factory = factory
        endpoints = family("endpoints", "network")
        healthy = family("healthy_endpoints", "network")
        gateways = family("gateways", "state")
        names = family("names", "state")
        sourceAge = family("source_age_seconds", "source")
        sourceSynced = family("source_synced", "source")
        sourceObjects = family("source_objects", "source")
        sourceUnreadable = family("source_unreadable_objects", "source")
        let version = program.split(separator: " ").last.map(String.init) ?? ""
        build = Meter(label: "eds_translator_build_info", dimensions: [("version", version)], factory: factory)
        hits = Counter(label: "eds_translator_assignment_cache_hits_total", dimensions: [], factory: factory)
        misses = Counter(label: "eds_translator_assignment_cache_misses_total", dimensions: [], factory: factory)
        cpu = FloatingPointCounter(label: "process_cpu_seconds_total", dimensions: [], factory: factory)
    }

    /// Updates all metrics.
    func update(_ state: AdminState) async {
        build.set(1)
        record(ProcessStatistics())
        let time = state.sources.inputs.time
        record(state.sources.inputs.current, at: time, isServing: state.server != nil)
        await recordNames(state)
        guard let server = state.server else { return }
        gauge("connections_open", Double(server.connections.count))
        record(server.cacheUses.hits, server.cacheUses.misses)
        if let newest = server.pushes.first { gauge("state_age_seconds", Double(max(0, time - newest.time)) / 1_000) }
        record(statistics(of: server.mesh))
    }

    /// Returns the numbers of endpoints and gateways, counted once per state.
    func statistics(of mesh: MeshState) -> MeshStatistics {
        if let known = last.withLock({ $0.statistics }), known.mesh === mesh { return known.statistics }
        let made = MeshStatistics(mesh.snapshot)
        last.withLock { $0.statistics = (mesh, made) }
        return made
    }

    private func gauge(_ name: String, _ value: Double) {
        Meter(label: "eds_translator_\(name)", dimensions: [], factory: factory).set(value)
    }

    private func record(_ hitCount: Int, _ missCount: Int) {
        last.withLock { last in
            hits.increment(by: max(0, hitCount - last.hits))
            misses.increment(by: max(0, missCount - last.misses))
            (last.hits, last.misses) = (max(hitCount, last.hits), max(missCount, last.misses))
        }
    }

    private func record(_ statistics: MeshStatistics) {
        func byNetwork(_ number: (MeshStatistics.Network) -> Int) -> [String: Double] {
            statistics.networks.reduce(into: [:]) { numbers, entry in
                numbers[entry.key.isEmpty ? "none" : entry.key, default: 0] += Double(number(entry.value))
            }
        }
        gauge("services", Double(statistics.services))
        gauge("unreachable_networks", Double(statistics.unreachable))
        endpoints.set(byNetwork(\.endpoints))
        healthy.set(byNetwork(\.healthy))
        gateways.set([
            "resolved": Double(statistics.networks.values.reduce(0) { $0 + $1.gateways.count }),
            "unresolved": Double(statistics.networks.values.reduce(0) { $0 + $1.unresolved.count }),
        ])
    }

    private func record(_ status: InputStatus, at time: Int64, isServing: Bool) {
        gauge("input_used", status.isUsed ? 1 : 0)
        gauge("ready", isServing && status.isReady ? 1 : 0)
        func bySource(_ number: (SourceStatus) -> Double?) -> [String: Double] {
            status.sources.reduce(into: [:]) { numbers, source in
                if let value = number(source) { numbers[source.id] = value }
            }
        }
        sourceAge.set(bySource { source in source.lastHeard.map { Double(max(0, time - $0)) / 1_000 } })
        sourceSynced.set(bySource { $0.phase == .synced ? 1 : 0 })
        sourceUnreadable.set(bySource { Double($0.unreadableObjects) })
        sourceObjects.set(bySource { source in Double(source.objects.reduce(0) { $0 + $1.count }) })
    }

    private func recordNames(_ state: AdminState) async {
        let statuses = await state.sources.names()
        let none = Dictionary(uniqueKeysWithValues: Self.nameStates.map { ($0.rawValue, 0.0) })
        names.set(statuses.reduce(into: none) { $0[$1.state.rawValue, default: 0] += 1 })
        let oldest = statuses.compactMap(\.age).max().map { Double($0 / .milliseconds(1)) / 1_000 }
        gauge("name_age_seconds", oldest ?? 0)
    }

    private func record(_ process: ProcessStatistics) {
        let values: [(String, Double?)] = [
            ("resident_memory_bytes", process.residentBytes), ("virtual_memory_bytes", process.virtualBytes),
            ("open_fds", process.openDescriptors), ("max_fds", process.maximumDescriptors),
            ("start_time_seconds", process.startTime), ("threads", process.threads),
        ]
        for (name, value) in values {
            if let value { Meter(label: "process_\(name)", dimensions: [], factory: factory).set(value) }
        }
        guard let now = process.cpuSeconds else { return }
        last.withLock { last in
            cpu.increment(by: max(0, now - last.cpu))
            last.cpu = max(now, last.cpu)
        }
    }
}
