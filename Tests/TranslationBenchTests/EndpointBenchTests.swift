import Foundation
import MeshModel
import MeshSources
import Testing
import TranslationBench

@Suite("Endpoint bench")
struct EndpointBenchTests {
    private let bench = EndpointBench(semantics: .standard, seconds: 0.001)

    @Test(
        "The bench measures every assignment of a shape",
        arguments: [
            (BenchMode.cold, endpoints: 12, assignments: 3), (.prepared, endpoints: 12, assignments: 3),
            (.warm, endpoints: 12, assignments: 3),
            // One service of four endpoints, visible to four proxies.
            (.changed, endpoints: 16, assignments: 4),
            // Four proxies, each in 25 localities.
            (.views, endpoints: 1_200, assignments: 300),
        ]
    )
    func modes(mode: BenchMode, endpoints: Int, assignments: Int) throws {
        let mesh = try BenchMesh(MeshShape(endpointsPerService: 4, services: 3), semantics: .standard)
        let measurement = try #require(bench.measure(mode, mesh))
        #expect(measurement.key == Measurement.Key(mesh: "4/3", mode: mode.rawValue, part: ""))
        #expect(measurement.endpoints == endpoints)
        #expect(measurement.assignments == assignments)
        let times = try #require(measurement.times)
        #expect(times.count >= 3)
        #expect(times.least > 0)
        #expect(times.median >= times.least)
        #expect(measurement.encodedBytes > 50 * assignments)
    }

    @Test("The bench shows that cached results are not computed again")
    func warm() throws {
        let mesh = try BenchMesh(MeshShape(endpointsPerService: 100, services: 2), semantics: .standard)
        let cold = try #require(bench.measure(.cold, mesh))
        let warm = try #require(bench.measure(.warm, mesh))
        #expect(cold.encodedBytes == warm.encodedBytes)
        if let before = cold.allocations, let after = warm.allocations { #expect(after * 4 < before) }
    }

    @Test("The bench has no measurement for a mesh without clients or for modes with generated meshes")
    func nothing() throws {
        let mesh = try BenchMesh(MeshShape(endpointsPerService: 1, services: 1), semantics: .standard)
        let silent = BenchMesh(title: "silent", snapshot: mesh.snapshot, clients: [])
        #expect(BenchMode.allCases.allSatisfy { bench.measure($0, silent) == nil })
        #expect(bench.measure(.read, mesh) == nil)
        #expect(bench.measure(.memory, mesh) == nil)
    }

    @Test("The bench reads files in slices of a hundred endpoints, with or without pods", arguments: [false, true])
    func reading(hasPods: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var text = ""
        let measurements = try bench.measureReading(endpoints: 800, hasPods: hasPods) { files in
            for file in files {
                let url = folder.appendingPathComponent(file.path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(file.bytes).write(to: url)
                text += String(decoding: file.bytes, as: UTF8.self)
            }
            return folder.path
        }
        #expect(measurements.map(\.key.part) == ["all", "reading", "inference", "translation"])
        #expect(measurements.allSatisfy { $0.endpoints == 800 })
        #expect(measurements.map(\.assignments) == [2, 0, 0, 2])
        // Two hundred endpoints of the proxy's own network, and more behind gateways.
        #expect(measurements.allSatisfy { $0.assignments == 0 || $0.encodedBytes > 200 * 10 })
        #expect(text.components(separatedBy: "kind: EndpointSlice\n").count - 1 == 8)
        #expect(text.components(separatedBy: "kind: Pod\nmetadata").count - 1 == (hasPods ? 800 : 0))
    }

    @Test("The bench measures the memory of endpoints beyond their encoded bytes")
    func memory() throws {
        let measurements = try bench.measureMemory(endpoints: 2_000)
        guard !measurements.isEmpty else { return }
        #expect(measurements.map(\.key.part) == ["objects", "snapshot", "answered", "beyond encoded"])
        #expect(measurements.allSatisfy { $0.endpoints == 2_000 && $0.times == nil })
        let answered = try #require(measurements.dropFirst(2).first)
        #expect(answered.assignments == 2)
        #expect(answered.encodedBytes > 2_000 * 50)
    }
}
