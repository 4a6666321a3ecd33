import EnvoyHarness
import Foundation
import Testing

@Suite("The mesh and the proxies that a command line names")
struct MeshInputTests {
    private static let example = "Examples/west-east"
    private static let west = "sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local"

    private static func objects(_ cluster: String) -> String { "\(example)/clusters/\(cluster)/objects.yaml" }

    @Test(
        "Without a mesh a command ends with a usage error that names the ways to give one",
        arguments: [
            ["translate"], ["explain"], ["shares"], ["networks"], ["diagram"], ["lint"],
            ["what-if", "--lose-cluster", "a"],
            ["golden", "verify", "--golden", "golden"],
        ]
    )
    func none(command: [String]) throws {
        let run = try CommandRun(command)
        #expect(run.status == 2)
        #expect(run.errors.contains("--example"))
        #expect(run.errors.contains("clusters/<id>/"))
        #expect(run.output.isEmpty)
    }

    @Test("The current directory is the mesh if it is a mesh directory")
    func currentDirectory() throws {
        let run = try CommandRun("networks", Self.example)
        let inside = try CommandRun(["networks"], in: BuiltProduct.repository + "/" + Self.example)
        #expect(inside.status == 0, "\(inside.errors)")
        // Locations start with the folder that the user names.
        #expect(inside.text.contains("west-network"))
        #expect(run.text.split(separator: "\n").count == inside.text.split(separator: "\n").count)
    }

    @Test("A file is one cluster, named like the file, and may come from standard input")
    func files() throws {
        let folder = try TemporaryDirectory(named: "objects")
        defer { folder.remove() }
        let text = try String(
            contentsOfFile: BuiltProduct.repository + "/" + Self.objects("east-cluster"),
            encoding: .utf8
        )
        let file = try folder.write(text, to: "prod-east.yaml")
        let named = try CommandRun("networks", file, "-o", "json")
        #expect(named.status == 0, "\(named.errors)")
        #expect(named.text.contains("\"prod-east\""))
        let piped = try CommandRun(["networks", "-", "-o", "json"], input: file)
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(piped.text.contains("\"cluster\""))
        let broken = try CommandRun(["networks", "-"], input: try folder.write("kind: [", to: "broken.yaml"))
        #expect(broken.status == 3)
        #expect(broken.errors.contains("standard input:"))
    }

    @Test("Several files are several clusters")
    func clusters() throws {
        let arguments = [
            "--objects", "east-cluster=\(Self.objects("east-cluster"))", "--objects",
            "west-cluster=\(Self.objects("west-cluster"))",
        ]
        let run = try CommandRun(["networks", "-o", "json"] + arguments)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("\"east-cluster\"") && run.text.contains("\"west-cluster\""))
        #expect(try CommandRun(["networks", Self.example] + arguments).status == 2)
        #expect(try CommandRun(["networks", "--example"] + arguments).status == 2)
    }

    @Test(
        "A proxy is found by its name or address as by its id",
        arguments: ["client-west.shop", "127.1.9.1"]
    )
    func proxies(name: String) throws {
        let byID = try CommandRun("translate", Self.example, "--proxy", Self.west)
        let byName = try CommandRun("translate", Self.example, "--proxy", name)
        #expect(byName.status == 0, "\(byName.errors)")
        #expect(byName.output == byID.output)
    }

    @Test(
        "A pod that proxies.yaml does not have is a sidecar in its network",
        arguments: ["web-west-0.shop", "127.1.0.1"]
    )
    func pods(name: String) throws {
        let run = try CommandRun("translate", Self.example, "--proxy", name, "-o", "text")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("sidecar~127.1.0.1~web-west-0.shop~shop.svc.cluster.local"))
        #expect(run.text.contains("network west-network"))
        #expect(run.text.contains("127.2.255.1:15443  3       42.9%  east-network  through its gateway"))
    }

    @Test(
        "A proxy that nothing describes is an error, with the names that it may be",
        arguments: [
            ("client-wets.shop", "client-west.shop"), ("shop.client-west", "client-west.shop"),
            ("client", "client-vm.shop"),
            ("bogus", "name.namespace"), ("", "name.namespace"), ("192.0.2.200", "name.namespace"),
        ]
    )
    func unknown(name: String, hint: String) throws {
        let run = try CommandRun("explain", Self.example, "--proxy", name)
        #expect(run.status == 2)
        #expect(run.errors.contains(hint), "\(run.errors)")
    }

    @Test("Pods of one name in two clusters need the cluster")
    func sameName() throws {
        let folder = try TemporaryDirectory(named: "same-name")
        defer { folder.remove() }
        for (cluster, address) in [("a", "10.1.0.1"), ("b", "10.2.0.1")] {
            try folder.write(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: db-0, namespace: shop}
                status: {phase: Running, podIP: \(address), conditions: [{type: Ready, status: "True"}]}
                """,
                to: "clusters/\(cluster)/pods.yaml"
            )
        }
        try folder.write("configCluster: a\n", to: "mesh-directory.yaml")
        let arguments = ["translate", folder.path, "--proxy", "db-0.shop"]
        let ambiguous = try CommandRun(arguments)
        #expect(ambiguous.status == 2)
        #expect(ambiguous.errors.contains("--cluster-id a or b"))
        let one = try CommandRun(arguments + ["--cluster-id", "b", "-o", "text"])
        #expect(one.status == 0, "\(one.errors)")
        #expect(one.text.contains("sidecar~10.2.0.1~db-0.shop"))
    }
}
