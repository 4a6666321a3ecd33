import EnvoyHarness
import Foundation
import Testing

@Suite("The diff and what-if commands")
struct DiffCommandTests {
    private static let example = "Examples/west-east"
    private static let west = "sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local"

    @Test("A mesh directory equals its own translation in every format")
    func ownForms() throws {
        let folder = try TemporaryDirectory(named: "diff")
        defer { folder.remove() }
        for format in ["json", "yaml"] {
            let file = try folder.write(try CommandRun("translate", Self.example, "-o", format).text, to: "a." + format)
            let run = try CommandRun("diff", Self.example, file)
            #expect(run.status == 0, "\(run.text)\(run.errors)")
            #expect(run.text.hasPrefix("same: 3 proxies, 3 clusters, 15 hosts\n"))
        }
        let written = try CommandRun(
            "translate",
            Self.example,
            "-o",
            "envoy",
            "--output-dir",
            folder.file("eds"),
            "--proxy",
            Self.west
        )
        #expect(written.status == 0)
        let run = try CommandRun("diff", Self.example, folder.file("eds"), "--proxy", Self.west)
        #expect(run.status == 0, "\(run.text)\(run.errors)")
    }

    @Test("The diff command's JSON always has the same keys")
    func json() throws {
        let folder = try TemporaryDirectory(named: "diff")
        defer { folder.remove() }
        let text = try CommandRun("translate", Self.example).text
        let file = try folder.write(text.replacingOccurrences(of: "127.2.255.1", with: "127.2.255.9"), to: "b.json")
        let run = try CommandRun("diff", Self.example, file, "-o", "json")
        #expect(run.status == 1)
        let report = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(report["formatVersion"] as? Int == 1)
        #expect(report["same"] as? Bool == false)
        #expect(report["added"] as? Int == 2)
        #expect(report["removed"] as? Int == 2)
        let few = try CommandRun("diff", Self.example, file, "--max-diff", "1")
        #expect(few.text.contains("and 3 more hosts; --max-diff shows more"))
        let one = try CommandRun("diff", Self.example, file, "--proxy", Self.west)
        #expect(one.text.hasPrefix("different: 1 of 1 proxy, 1 host added, 1 host removed\n"))
        let none = try CommandRun("diff", Self.example, file, "--resource", "outbound|80||nothing.x")
        #expect(none.status == 3)
        #expect(none.errors.contains("nothing to compare"))
    }

    @Test(
        "The diff command refuses invalid input, with its place",
        arguments: [
            ("{", "expected a member's name"), ("[1]", "unknown form"), ("", "the document is empty"),
            (
                #"[{"node":"n","resources":{"c":{"clusterName":"c","endpoints":[{"lbEndpoints":[{}]}]}}}]"#,
                "[0].c.endpoints[0]"
            ),
        ]
    )
    func badInput(text: String, message: String) throws {
        let folder = try TemporaryDirectory(named: "diff")
        defer { folder.remove() }
        let run = try CommandRun("diff", Self.example, try folder.write(text, to: "x.json"))
        #expect(run.status == 3)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test(
        "The diff command refuses wrong arguments",
        arguments: [
            ["diff", "a"], ["diff", "ftp://x", "y"], ["diff", "xds://x", "y"],
            ["diff", "a", "b", "--ignore", "nothing"],
            ["diff", "a", "b", "--timeout", "x"], ["what-if"], ["what-if", "--without-gateway", "x:y"],
            ["what-if", "--label-namespace", "x"], ["golden", "verify"],
            ["diff", "xds://127.0.0.1:1", "xds://127.0.0.1:1"],
        ]
    )
    func usage(arguments: [String]) throws { #expect(try CommandRun(arguments).status == 2) }

    @Test("The what-if command exits with 0 without a difference, 1 with one, 3 for unknown objects")
    func whatIf() throws {
        let label = ["--label-namespace", "east-cluster/istio-system=east-network"]
        #expect(try CommandRun(["what-if", Self.example] + label).status == 0)
        let lost = try CommandRun("what-if", Self.example, "--lose-cluster", "east-cluster", "-o", "json")
        #expect(lost.status == 1)
        let report = try #require(try JSONSerialization.jsonObject(with: lost.output) as? [String: Any])
        #expect((report["affected"] as? [String])?.count == 3)
        #expect(try CommandRun("what-if", Self.example, "--lose-cluster", "nowhere").status == 3)
    }

    @Test("The what-if text agrees with the difference of the edited directory")
    func asEdited() throws {
        let folder = try TemporaryDirectory(named: "what-if")
        defer { folder.remove() }
        let edited = folder.file("mesh")
        try FileManager.default.copyItem(atPath: BuiltProduct.repository + "/" + Self.example, toPath: edited)
        let path = edited + "/mesh-networks.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: "    gateways:\n    - address: 127.2.255.1\n      port: 15443\n", with: "")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(!text.contains("127.2.255.1"))
        let imagined = try CommandRun("what-if", Self.example, "--without-gateway", "127.2.255.1")
        let edit = try CommandRun("diff", Self.example, edited)
        let hosts = { (run: CommandRun) in
            Set(
                run.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                    .filter { $0.hasPrefix("+ ") || $0.hasPrefix("- ") || $0.hasPrefix("~ ") }
            )
        }
        #expect(!hosts(edit).isEmpty)
        #expect(hosts(imagined) == hosts(edit))
    }
}
