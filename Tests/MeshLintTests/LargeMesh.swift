import Foundation
import TranslationTestSupport

/// A very large mesh with findings: one cluster per network, and each service in two clusters.
struct LargeMesh {
    var networks = 12
    var services = 5_000
    var endpoints = 50_000
    /// A Boolean value that indicates whether every endpoint has a Pod; otherwise there is one Pod in each network.
    var hasPods = false

    /// Returns the files of a mesh directory.
    func files() -> TestMesh {
        var clusters: [String: [String]] = [:]
        let each = max(1, endpoints / (services * 2))
        for network in 0..<networks {
            // The last network has no gateway, the first network's gateway is in MeshNetworks as well.
            var objects = [Manifest.namespace("istio-system", network: "net-\(network)")]
            objects += [Manifest.service("probe")] + Manifest.workload("probe", ips: ["10.\(network).255.1"])
            if network < networks - 1 {
                objects.append(Manifest.gatewayService(network: "net-\(network)", ips: ["192.0.2.\(network + 1)"]))
            }
            clusters["cluster-\(network)"] = objects
        }
        for service in 0..<services {
            for (copy, network) in [service % networks, (service + 1) % networks].enumerated() {
                let ips = (0..<each).map {
                    "10.\(network).\((service / 250) * 10 + copy * 5 + $0 % 5).\(service % 250)"
                }
                let slices =
                    hasPods
                    ? Manifest.workload("svc-\(service)", ips: ips)
                    : [Manifest.slice("svc-\(service)", ips.map { Manifest.endpoint($0) })]
                clusters["cluster-\(network)", default: []] += [Manifest.service("svc-\(service)")] + slices
            }
        }
        return TestMesh(
            clusters: clusters,
            meshNetworks: "networks: {net-0: {gateways: [{address: 192.0.2.1, port: 15443}]}}\n"
        )
    }

    /// Writes the files to a folder.
    func write(to folder: String) throws {
        for (path, text) in files().files {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }
}
