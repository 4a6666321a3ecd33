import AssignmentComparison
import Foundation
import MeshModel
import TextFormats

/// Dumps of a real Envoy 1.40 and a real istiod 1.30, reduced to the fields that are read.
enum Sample: String, CaseIterable {
    case configDump = "config-dump.json"
    case clusters = "clusters.json"
    case istioctl = "istioctl-endpoints.json"
    case edsz = "edsz.json"

    static let web = "outbound|80||web.shop.svc.cluster.local"
    static let sticky = "outbound|80||sticky.shop.svc.cluster.local"

    var bytes: [UInt8] {
        get throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")
            return Array(try Data(contentsOf: folder.appendingPathComponent(rawValue)))
        }
    }

    func read() throws -> Dump { try DumpReader.read(bytes) }
}

/// Short notations of hosts and assignments.
extension ComparableHost {
    /// Parses `address*weight`, such as `10.0.0.1:80*3`.
    init(_ text: String, network: String? = nil) {
        let parts = text.split(separator: "*")
        self.init(address: String(parts[0]), network: network, weight: parts.count > 1 ? UInt32(parts[1]) ?? 1 : 1)
    }
}

extension ComparableAssignment {
    /// Makes one locality.
    init(_ hosts: [String], weight: UInt32? = nil) {
        self.init(name: "c", groups: [Group(weight: weight, hosts: hosts.map { ComparableHost($0) })])
    }

    /// Makes several localities with zones and weights.
    init(_ zones: [(zone: String, weight: UInt32?, hosts: [String])], priority: UInt32 = 0) {
        self.init(
            name: "c",
            groups: zones.map { zone in
                Group(
                    locality: Locality(region: "r", zone: zone.zone),
                    priority: priority,
                    weight: zone.weight,
                    hosts: zone.hosts.map { ComparableHost($0) }
                )
            }
        )
    }
}

extension AssignmentSet {
    /// Makes one proxy's assignments.
    init(_ kind: SourceKind, node: String? = "n", _ assignments: ComparableAssignment...) {
        let byName = Dictionary(assignments.map { ($0.name, $0) }) { first, _ in first }
        self.init(kind: kind, proxies: [Proxy(node: node, assignments: byName)])
    }
}
