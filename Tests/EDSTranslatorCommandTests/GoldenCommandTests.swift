import EnvoyHarness
import Foundation
import Testing

@Suite("The golden command")
struct GoldenCommandTests {
    /// A copy of the example, with golden files.
    private struct Place {
        let folder: TemporaryDirectory
        var mesh: String { folder.file("mesh") }
        var golden: String { folder.file("mesh/golden") }

        init() throws {
            folder = try TemporaryDirectory(named: "golden")
            let example = URL(fileURLWithPath: BuiltProduct.repository + "/Examples/west-east")
            try FileManager.default.copyItem(at: example, to: URL(fileURLWithPath: folder.file("mesh")))
        }

        func run(_ verb: String, _ more: String..., environment: [String: String] = [:]) throws -> CommandRun {
            try CommandRun(["golden", verb, mesh] + more, environment: environment)
        }

        /// Changes the address of the eastern gateway.
        func change() throws {
            let path = folder.file("mesh/mesh-networks.yaml")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacingOccurrences(of: "127.2.255.1", with: "127.2.255.9")
                .write(toFile: path, atomically: true, encoding: .utf8)
        }

        var files: [String] {
            (FileManager.default.enumerator(atPath: golden)?.allObjects as? [String] ?? []).sorted()
                .filter { $0.contains(".yaml") }
        }
    }

    private static let west = "standard/outbound,80,,web.shop.svc.cluster.local@client-west.shop.yaml"

    @Test("The golden command records, verifies, writes new states, and accepts them")
    func flow() throws {
        let place = try Place()
        defer { place.folder.remove() }
        #expect(try place.run("record").status == 0)
        #expect(place.files.count == 3)
        #expect(try place.run("verify").status == 0)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: place.golden + "/" + Self.west))
        try place.change()
        let failed = try place.run("verify", "--junit", place.folder.file("junit.xml"))
        #expect(failed.status == 1)
        #expect(failed.text.contains("eds-translator golden accept \(place.mesh) --only \(Self.west)"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.golden + "/" + Self.west)) == bytes)
        #expect(place.files.filter { $0.hasSuffix(".new") }.count == 2)
        let junit = try String(contentsOfFile: place.folder.file("junit.xml"), encoding: .utf8)
        #expect(junit.contains("tests=\"3\" failures=\"2\""))
        let review = try place.run("review")
        #expect(review.status == 1)
        #expect(review.text.contains("127.2.255.9:15443"))
        #expect(try place.run("accept", "--only", Self.west).status == 0)
        #expect(place.files.filter { $0.hasSuffix(".new") }.count == 1)
        #expect(try place.run("verify").status == 1)
        #expect(try place.run("accept", "--only", "outbound|80||web.shop.svc.cluster.local").status == 0)
        #expect(try place.run("verify").status == 0)
        #expect(place.files.count == 3)
        #expect(try place.run("review").status == 0)
        #expect(try place.run("accept", "--only", "nothing").status == 2)
    }

    @Test("The golden review asks about each new state on a terminal, and follows the answers")
    func review() throws {
        let place = try Place()
        defer { place.folder.remove() }
        #expect(try place.run("record").status == 0)
        try place.change()
        #expect(try place.run("verify").status == 1)
        func review(_ typed: String) throws -> TerminalRun {
            try TerminalRun(["golden", "review", place.mesh], typing: typed)
        }
        for (typed, asked) in [("q\n", 1), ("s\ns\n", 2), ("what\ns\nquit\n", 3)] {
            let put = try review(typed)
            #expect(put.status == 1)
            #expect(put.text.components(separatedBy: "[a/r/s/q]").count == asked + 1, "\(put.text)")
            #expect(place.files.count { $0.hasSuffix(".new") } == 2)
        }
        let decided = try review("r\naccept\n")
        #expect(decided.status == 0)
        #expect(decided.text.contains("1 of 2: "))
        #expect(place.files.count { $0.hasSuffix(".new") } == 0)
        // The first file is unchanged, the second one is accepted.
        #expect(try place.run("verify").status == 1)
        #expect(place.files.count { $0.hasSuffix(".new") } == 1)
    }

    @Test("The golden command writes nothing while CI is set, and missing files fail")
    func continuousIntegration() throws {
        let place = try Place()
        defer { place.folder.remove() }
        let ci = ["CI": "true"]
        let missing = try place.run("verify", environment: ci)
        #expect(missing.status == 1)
        #expect(missing.text.hasPrefix("3 missing of 3 golden files"))
        #expect(place.files.isEmpty)
        #expect(try place.run("record", environment: ci).status == 2)
        #expect(place.files.isEmpty)
        #expect(try place.run("record").status == 0)
        #expect(try place.run("verify", environment: ci).status == 0)
        try place.change()
        #expect(try place.run("verify", environment: ci).status == 1)
        #expect(place.files.count == 3)
        #expect(try place.run("verify").status == 1)
        #expect(try place.run("accept", environment: ci).status == 2)
    }

    @Test("The golden command verifies each file by its recorded rules, and lists unreferenced files")
    func rulesAndLeftovers() throws {
        let place = try Place()
        defer { place.folder.remove() }
        #expect(try place.run("record", "--every-rule-set", "--ambient").status == 0)
        #expect(Set(place.files.map { $0.split(separator: "/")[0] }) == ["standard+ambient", "istio-1.30+ambient"])
        #expect(try place.run("verify").text == "same: 6 golden files\n")
        let extra = place.golden + "/standard+ambient/gone@x.yaml"
        let some = place.golden + "/standard+ambient/outbound,80,,web.shop.svc.cluster.local@client-west.shop.yaml"
        try FileManager.default.copyItem(atPath: some, toPath: extra)
        let listed = try place.run("verify")
        #expect(listed.status == 0)
        #expect(listed.text.contains("gone@x.yaml"))
        #expect(try place.run("record", "--ambient", "--delete-unreferenced").status == 0)
        #expect(!FileManager.default.fileExists(atPath: extra))
        #expect(place.files.count == 6)
    }

    @Test("Every recorded mesh verifies after recording", arguments: ["cases", "random"])
    func corpus(group: String) throws {
        let root = BuiltProduct.repository + "/Tests/ReferenceTests/Fixtures/" + group
        let folder = try TemporaryDirectory(named: "golden")
        defer { folder.remove() }
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: root).sorted() {
            let arguments = ["\(root)/\(name)", "--golden", folder.file(name)]
            let recorded = try CommandRun(["golden", "record"] + arguments + ["--semantics", "istio-1.30"])
            #expect(recorded.status == 0, "\(name): \(recorded.errors)")
            let verified = try CommandRun(["golden", "verify"] + arguments)
            #expect(verified.status == 0, "\(name): \(verified.text.prefix(2_000))")
            count += 1
        }
        #expect(count > 5)
    }
}
