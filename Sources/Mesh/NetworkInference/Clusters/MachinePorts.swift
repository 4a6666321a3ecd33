internal import MeshModel
internal import MeshSources

/// Where the ports of a Service lead on the WorkloadEntries that it selects (NI-105).
struct MachinePorts {
    private let ports: [KubernetesService.Port]
    private let semantics: TranslationSemantics

    init(of service: KubernetesService, semantics: TranslationSemantics) {
        ports = service.ports
        self.semantics = semantics
    }

    /// The port of the machine for each service port, in their order; without those that lead nowhere.
    func ports(of entry: WorkloadEntrySpec) -> [(number: Int, portName: String)] {
        ports.compactMap { port in
            switch semantics.machinePorts {
            case .servicePortName: byServicePort(port, entry).map { ($0, port.name) }
            case .targetPortName: byTargetPort(port, entry)
            }
        }
    }

    /// The entry's own port under the service port's name, else where the Service's target port leads.
    private func byServicePort(_ port: KubernetesService.Port, _ entry: WorkloadEntrySpec) -> Int? {
        if let own = entry.port(named: port.name) { return own }
        switch port.target {
        case .name(let name): return entry.port(named: name)
        case .number(let number): return number
        case nil: return port.number
        }
    }

    /// As the reference looks ports up: each by its number, of which only the first one counts, then its target by either
    /// name or number, then the entry's port by the target's name; by that of the service port if the target is a number.
    private func byTargetPort(
        _ port: KubernetesService.Port,
        _ entry: WorkloadEntrySpec
    ) -> (number: Int, portName: String)? {
        let named = ports.first { $0.number == port.number } ?? port
        let target = ports.first { $0.name == named.name || $0.number == named.number } ?? named
        switch target.target {
        case .number(let number): return (entry.port(named: target.name) ?? number, named.name)
        case .name(let name): return entry.port(named: name).map { ($0, named.name) }
        case nil: return (named.number, named.name)
        }
    }
}
