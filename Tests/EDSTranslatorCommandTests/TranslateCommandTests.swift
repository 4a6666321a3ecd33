import EnvoyHarness
import Foundation
import Testing

@Suite("The translate command")
struct TranslateCommandTests {
    private static let west = "sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local"
    private static let name = "outbound|80||web.shop.svc.cluster.local"

    @Test("The translate command prints one array in the order of proxies.yaml, keys sorted")
    func json() throws {
        let run = try CommandRun("translate", "Examples/west-east", "-o", "json")
        #expect(run.status == 0, "\(run.errors)")
        let array = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        #expect(array.count == 3)
        #expect(array.first?["node"] as? String == Self.west)
        let resources = try #require(array.first?["resources"] as? [String: Any])
        #expect(Array(resources.keys) == [Self.name])
        let assignment = try #require(resources[Self.name] as? [String: Any])
        #expect(assignment["clusterName"] as? String == Self.name)
        let keys = run.text.split(separator: "\n").filter { $0.hasPrefix("      \"") }.map(String.init)
        #expect(keys.contains { $0.contains("\"" + Self.name + "\"") })
    }

    @Test("The translation of the bundled mesh equals that of its example")
    func bundled() throws {
        let bundled = try CommandRun("translate", "--example")
        let example = try CommandRun("translate", "Examples/west-east")
        #expect(bundled.status == 0)
        #expect(bundled.output == example.output)
    }

    @Test("The translation table has shares")
    func table() throws {
        let run = try CommandRun("translate", "--example", "-o", "text", "--proxy", Self.west)
        #expect(run.status == 0)
        #expect(run.text.contains("network west-network (proxy-metadata)"))
        #expect(run.text.contains("127.2.255.1:15443  3       42.9%  east-network  through its gateway"))
        #expect(run.text.contains("127.9.0.1:8080     1       14.3%  vm-network    directly, plain"))
    }

    @Test("The translation as YAML equals the one as JSON")
    func yaml() throws {
        let run = try CommandRun("translate", "--example", "-o", "yaml", "--proxy", Self.west)
        #expect(run.status == 0)
        #expect(run.text.hasPrefix("- node: "))
        #expect(
            run.text.contains("clusterName: \"outbound|80||web.shop.svc.cluster.local\"")
                || run.text.contains(Self.name)
        )
        #expect(run.text.contains("loadBalancingWeight: 3"))
    }

    @Test("The translate command writes one assignment as bytes, and refuses several in one stream")
    func binary() throws {
        let one = try CommandRun(
            "translate",
            "--example",
            "-o",
            "binary",
            "--proxy",
            Self.west,
            "--resource",
            Self.name
        )
        #expect(one.status == 0)
        // Field 1, the cluster name, comes first.
        #expect(one.output.prefix(2) == Data([0x0A, UInt8(Self.name.utf8.count)]))
        let several = try CommandRun("translate", "--example", "-o", "binary")
        #expect(several.status == 2)
        #expect(several.errors.contains("--output-dir"))
    }

    @Test("The translate command writes files for Envoy, one per cluster")
    func envoyFiles() throws {
        let folder = try TemporaryDirectory(named: "envoy-files")
        defer { folder.remove() }
        let run = try CommandRun(
            "translate",
            "--example",
            "-o",
            "envoy",
            "--output-dir",
            folder.file("eds"),
            "--proxy",
            Self.west
        )
        #expect(run.status == 0, "\(run.errors)")
        let path = folder.file("eds/\(Self.name).json")
        #expect(run.text == path + "\n")
        let content = try Data(contentsOf: URL(fileURLWithPath: path))
        let response = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
        let resource = try #require((response["resources"] as? [[String: Any]])?.first)
        #expect(resource["@type"] as? String == "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment")
        #expect(resource["clusterName"] as? String == Self.name)
    }

    @Test("The translate command refuses to write two assignments to one file", arguments: ["envoy", "binary"])
    func sameFile(format: String) throws {
        let folder = try TemporaryDirectory(named: "eds")
        defer { folder.remove() }
        let run = try CommandRun(
            ["translate", "--example", "-o", format, "--output-dir", folder.path, "--proxy", Self.west]
                + ["--resource", "a/b", "--resource", "a_b"]
        )
        #expect(run.status == 3)
        #expect(run.errors.contains("a/b and a_b would be written to the same file"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("The translate command answers a node from a file")
    func nodeFile() throws {
        let folder = try TemporaryDirectory(named: "node")
        defer { folder.remove() }
        let file = try folder.write(
            "{\"id\": \"plain\", \"metadata\": {\"NETWORK\": \"east-network\", \"CLUSTER_ID\": \"east-cluster\"}}",
            to: "node.json"
        )
        let run = try CommandRun(
            "translate",
            "--example",
            "--node",
            file,
            "--resource",
            "web.shop.svc.cluster.local:80",
            "-o",
            "text"
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("127.1.255.1:15443"))
        #expect(!run.text.contains("127.2.255.1:15443"))
    }

    @Test(
        "The translate command's exit status depends on the kind of error",
        arguments: [
            (["translate", "no-such-folder"], Int32(3), "no-such-folder: cannot be opened"),
            (["translate", "--example", "--semantics", "mine"], 2, "expected one of standard, istio-1.30"),
            (
                ["translate", "--example", "--semantics", "standard,weights=some"], 2,
                "expected exact or mesh-wide-multiple"
            ),
            (["translate", "--bogus"], 2, "--bogus"),
            (["translate", "-o", "envoy"], 2, "--output-dir"),
            (["serve", "--listen", "192.0.2.1:0"], 2, "--insecure"),
            (["serve", "--listen", "nonsense"], 2, "expected for example 127.0.0.1:18000"),
        ]
    )
    func statuses(_ arguments: [String], _ status: Int32, _ message: String) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == status)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test("The translate command prints every error of a directory with file, line and column")
    func badInput() throws {
        let folder = try TemporaryDirectory(named: "bad")
        defer { folder.remove() }
        try FileManager.default.createDirectory(
            atPath: folder.file("clusters/a"),
            withIntermediateDirectories: true
        )
        let path = try folder.write(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web, labels: {version: 1}}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: other}
            spec: {ports: [{port: seventy}]}
            """,
            to: "clusters/a/objects.yaml"
        )
        let run = try CommandRun("translate", folder.path)
        #expect(run.status == 3)
        #expect(run.errors.contains("\(path):3:41: found the number 1, expected a text; put it in quotes"))
        #expect(run.errors.contains("\(path):9:23: found the text \"seventy\", expected a port number from 1 to 65535"))
    }

    @Test(
        "Help has examples and exits with 0",
        arguments: [["--help"], ["translate", "--help"], ["serve", "--help"]]
    )
    func help(_ arguments: [String]) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == 0)
        #expect(run.text.contains("EXAMPLES:"))
    }
}
