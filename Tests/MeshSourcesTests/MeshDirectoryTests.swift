import Foundation
import MeshModel
import MeshSources
import Testing

@Suite("Mesh directories")
struct MeshDirectoryTests {
    private static let object = "clusters/c1/a.yaml"

    @Test("Directory settings have defaults, and a single cluster need not be named")
    func defaults() throws {
        let mesh = try Reading.mesh([Self.object: Reading.service("a")])
        #expect(mesh.configCluster == ClusterID("c1"))
        #expect(mesh.systemNamespace == "istio-system")
        #expect(mesh.domainSuffix == "cluster.local")
        #expect(mesh.pinnedNames == nil)
        #expect(mesh.meshNetworks.networks.isEmpty)
    }

    @Test("The config cluster comes first, the others by id")
    func order() throws {
        let mesh = try Reading.mesh([
            "mesh-directory.yaml": "configCluster: m\nsystemNamespace: sys\ndomainSuffix: example\ndescription: x\n",
            "clusters/z/a.yaml": Reading.service("a"), "clusters/m/a.yaml": Reading.service("a"),
            "clusters/a/deep/er/a.json": Reading.service("a"), "clusters/a-b/a.yaml": Reading.service("a"),
            "clusters/loose.yaml": "not: read", "notes/other.yaml": "not: read",
        ])
        #expect(mesh.clusters.map(\.id.name) == ["m", "a", "a-b", "z"])
        #expect(mesh.systemNamespace == "sys")
        #expect(mesh.domainSuffix == "example")
    }

    static let wrong: [(files: [String: String], errors: [String])] = [
        ([:], ["mesh: no clusters found, expected files such as clusters/<cluster id>/objects.yaml"]),
        (
            ["clusters/a/x.yaml": "", "clusters/b/x.yaml": ""],
            ["mesh/mesh-directory.yaml: configCluster is missing, expected one of a, b"]
        ),
        (
            ["mesh-directory.yaml": "configCluster: c\n", "clusters/a/x.yaml": ""],
            ["mesh-directory.yaml:1:16: there is no cluster \"c\", expected one of a"]
        ),
        (
            ["mesh-directory.yaml": "configcluster: a\n", "clusters/a/x.yaml": ""],
            [
                "mesh-directory.yaml:1:16: unknown field \"configcluster\", "
                    + "expected configCluster, systemNamespace, domainSuffix, revision, description"
            ]
        ),
        (
            [object: Reading.service("a") + "---\n" + Reading.service("a")],
            ["clusters/c1/a.yaml:3:1: Service default/a stands already at clusters/c1/a.yaml:1:1, expected it once"]
        ),
        (
            ["dns.yaml": "gw.example: [10.0.0.1, nothing]\n", object: ""],
            ["dns.yaml:1:24: \"nothing\" is no IP address, expected one such as 192.0.2.1"]
        ),
        (
            ["proxies.yaml": "- node: {id: x}\n  name: y\n", object: ""],
            ["proxies.yaml:2:9: unknown field \"name\", expected node, resources"]
        ),
        (
            ["proxies.yaml": "- resources: [a]\n", object: ""],
            ["proxies.yaml:1:3: the field \"node\" is missing, expected an Envoy Node"]
        ),
    ]

    @Test("Errors in a directory have exact messages", arguments: wrong)
    func refused(_ example: (files: [String: String], errors: [String])) {
        #expect(Reading.errors(example.files) == example.errors)
    }

    @Test("The same object in two clusters is two objects")
    func sameName() {
        let files = ["clusters/a/x.yaml": Reading.service("s"), "clusters/b/x.yaml": Reading.service("s")]
        #expect(Reading.errors(files.merging(["mesh-directory.yaml": "configCluster: a"]) { $1 }) == [])
    }

    @Test("Lenient reading skips invalid objects, and keeps their errors")
    func lenient() throws {
        let bad = "{apiVersion: v1, kind: Service, metadata: {name: 1}}\n"
        let files = [Self.object: Reading.service("a") + "---\n" + bad + "---\n" + Reading.service("b")]
        #expect(throws: InputErrors.self) { try Reading.mesh(files) }
        let mesh = try Reading.mesh(files, isLenient: true)
        #expect(mesh.clusters[0].services.map(\.metadata.name) == ["a", "b"])
        #expect(mesh.problems.map(\.location.line) == [3])
    }

    @Test("Pinned names and proxies are read, with addresses in canonical form")
    func namesAndProxies() throws {
        let mesh = try Reading.mesh([
            Self.object: "", "dns.yaml": "a.example: [\"2001:DB8:0::1\", 10.0.0.1]\nb.example: []\nc.example:\n",
            "proxies.yaml": """
            - node: {id: p, metadata: {NETWORK: n, COUNT: 3, ON: true, L: {a: b}}, locality: {region: r, sub_zone: s}}
              resources: [one, two]
            """,
        ])
        #expect(mesh.pinnedNames == ["a.example": ["2001:db8::1", "10.0.0.1"], "b.example": [], "c.example": []])
        let proxy = try #require(mesh.proxies.first)
        #expect(proxy.resources == ["one", "two"])
        #expect(proxy.location == SourceLocation(file: "proxies.yaml", line: 1, column: 3))
        #expect(proxy.node.locality == Locality(region: "r", subzone: "s"))
        #expect(
            proxy.node.metadata
                == ["NETWORK": .string("n"), "COUNT": .number(3), "ON": .bool(true), "L": .object(["a": .string("b")])]
        )
    }

    @Test("The order of files does not matter")
    func fileOrder() throws {
        let files =
            (0..<6).map { index in
                SourceFile(path: "clusters/c\(index % 2)/f\(index).yaml", text: Reading.service("s\(index)"))
            } + [SourceFile(path: "mesh-directory.yaml", text: "configCluster: c1\n")]
        let expected = [["s1", "s3", "s5"], ["s0", "s2", "s4"]]
        for shift in files.indices {
            let turned = Array(files[shift...] + files[..<shift])
            for order in [turned, turned.reversed()] {
                let mesh = try MeshDirectoryReader().read(files: order, displayName: "mesh")
                #expect(mesh.clusters.map { $0.services.map(\.metadata.name) } == expected)
            }
        }
    }

    private static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mesh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("In a mounted ConfigMap only the files behind links are read, not hidden and other files")
    func mountedConfigMap() throws {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = FileManager.default
        let cluster = folder.appendingPathComponent("clusters/c1")
        let data = cluster.appendingPathComponent("..2026_01_01")
        try files.createDirectory(at: data, withIntermediateDirectories: true)
        try Data(Reading.service("a").utf8).write(to: data.appendingPathComponent("a.yaml"))
        try Data("not read".utf8).write(to: data.appendingPathComponent("README.md"))
        try files.createSymbolicLink(atPath: cluster.path + "/..data", withDestinationPath: "..2026_01_01")
        try files.createSymbolicLink(atPath: cluster.path + "/a.yaml", withDestinationPath: "..data/a.yaml")
        try files.createSymbolicLink(atPath: folder.path + "/clusters/c2", withDestinationPath: "c1")
        try Data("configCluster: c1".utf8).write(to: folder.appendingPathComponent("mesh-directory.yaml"))
        // Reading must not block on a pipe.
        #expect(mkfifo(cluster.path + "/pipe.yaml", 0o600) == 0)
        let mesh = try MeshDirectoryReader().read(directory: folder.path)
        #expect(mesh.clusters.map(\.id.name) == ["c1", "c2"])
        #expect(mesh.clusters.map { $0.services.map(\.metadata.name) } == [["a"], ["a"]])
        #expect(
            mesh.clusters[0].services[0].metadata.reference.location.file == "\(folder.path)/clusters/c1/a.yaml"
        )
    }

    @Test("A cycle of links, a missing folder and a file that is too large are errors")
    func badFolders() throws {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func codes(_ path: String, limits: ReadingLimits = ReadingLimits()) -> [InputError.Code] {
            var reader = MeshDirectoryReader()
            reader.limits = limits
            do {
                _ = try reader.read(directory: path)
                return []
            } catch {
                return error.errors.map(\.code)
            }
        }
        #expect(codes(folder.path + "/missing") == [.file])
        try FileManager.default.createDirectory(atPath: folder.path + "/clusters/c", withIntermediateDirectories: true)
        try Data(Reading.service("a").utf8).write(to: folder.appendingPathComponent("clusters/c/a.yaml"))
        #expect(codes(folder.path) == [])
        var limits = ReadingLimits()
        limits.fileBytes = 20
        #expect(codes(folder.path, limits: limits) == [.limit])
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/clusters/c/up", withDestinationPath: "..")
        #expect(codes(folder.path) == [.limit])
    }
}
