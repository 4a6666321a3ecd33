import EndpointTranslation
import Foundation
import MeshLint
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Lint findings agree with the assignments of proxies")
struct TranslationAgreementTests {
    /// Problems in the assignments of a mesh's declared proxies, by network.
    private struct Symptoms {
        var rawAddresses: Set<NetworkID> = []
        var repeatedGateways: Set<NetworkID> = []
    }

    private func symptoms(of mesh: MeshDirectory, _ snapshot: MeshSnapshot) -> Symptoms {
        let translated = TranslatedMesh(snapshot)
        var symptoms = Symptoms()
        for declared in mesh.proxies {
            let proxy = translated.proxy(declared.node)
            for name in declared.resources {
                let (assignment, _) = translated.assignment(name, for: proxy)
                guard !snapshot.clusterLocalHosts.contains(assignment.service?.hostname ?? "") else { continue }
                var seen: Set<String> = []
                for host in assignment.groups.flatMap(\.hosts) {
                    if case .gateway(let gateway) = host.target {
                        guard !seen.insert("\(gateway.address) \(gateway.port)").inserted else { continue }
                        symptoms.repeatedGateways.insert(gateway.network)
                    } else if let endpoint = translated.endpoint(host, of: assignment),
                        endpoint.network.isApart(from: proxy.network)
                    {
                        symptoms.rawAddresses.insert(endpoint.network)
                    }
                }
            }
        }
        return symptoms
    }

    private func read(_ path: String) throws -> MeshDirectory {
        var reader = MeshDirectoryReader()
        reader.isLenient = true
        return try reader.read(directory: path)
    }

    @Test("Raw addresses and repeated gateways have a finding about their network", arguments: FixtureTests.meshes)
    func isFound(_ path: String) throws {
        let mesh = try read(path)
        let inference = MeshInference(semantics: .istio130)
        guard let snapshot = try? inference.snapshot(of: mesh) else { return }
        let symptoms = symptoms(of: mesh, snapshot)
        let findings = Linter().report(on: try LintContext(mesh, inference)).findings
        func networks(_ codes: Set<String>) -> Set<NetworkID> {
            Set(findings.filter { codes.contains($0.code) }.map { NetworkID($0.key) })
        }
        #expect(symptoms.rawAddresses.subtracting(networks(["SH001", "SH002"])) == [])
        let isShared = findings.contains { $0.code == "SH004" || $0.code == "SH034" }
        #expect(isShared || symptoms.repeatedGateways.subtracting(networks(["SH003"])) == [])
    }

    @Test("A network reported without a gateway has none in any assignment", arguments: FixtureTests.meshes)
    func isTrue(_ path: String) throws {
        let mesh = try read(path)
        let inference = MeshInference(semantics: .istio130)
        let report = Linter(only: ["SH001"]).report(on: try LintContext(mesh, inference))
        let translated = TranslatedMesh(try inference.snapshot(of: mesh))
        let accused = Set(report.findings.map { NetworkID($0.key) })
        for declared in mesh.proxies {
            let proxy = translated.proxy(declared.node)
            guard proxy.kind == .sidecar else { continue }
            for name in declared.resources {
                for host in translated.assignment(name, for: proxy).assignment.groups.flatMap(\.hosts) {
                    guard case .gateway(let gateway) = host.target else { continue }
                    #expect(!accused.contains(gateway.network), "\(name) for \(declared.node.id)")
                }
            }
        }
    }
}
