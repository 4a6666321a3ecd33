import AssignmentComparison
import MeshModel
import TestSupport
import Testing
import TextFormats
import TranslationTestSupport

@Suite("Dump formats")
struct DumpReaderTests {
    @Test("An Envoy's config_dump is read with its node and without clusters that do not use EDS")
    func configDump() throws {
        let dump = try Sample.configDump.read()
        #expect(dump.kind == .configDump)
        #expect(dump.node?.id == "sidecar~10.1.9.1~c0.shop~shop.svc.cluster.local")
        #expect(dump.node?.metadata["NETWORK"]?.text == "network-1")
        let proxy = try #require(dump.proxies.first)
        #expect(Set(proxy.assignments.keys) == [Sample.web, Sample.sticky])
        #expect(proxy.passedOver == ["prometheus_stats": "a cluster of type STATIC"])
        let web = try #require(proxy.assignments[Sample.web])
        #expect(web.groups.map(\.priority) == [0, 1, 2, 3])
        #expect(web.groups.first?.locality == Locality(region: "r1", zone: "z1", subzone: "s0"))
        #expect(web.groups.first?.hosts.first?.address == "10.1.0.1:8080")
        #expect(web.groups.first?.hosts.first?.metadata["envoy.transport_socket_match"]?["tlsMode"] == .string("istio"))
        // Envoy writes its default policy.
        #expect(web.policy == nil)
        let sticky = try #require(proxy.assignments[Sample.sticky])
        #expect(sticky.groups.flatMap(\.hosts).count { $0.health.description == "UNHEALTHY" } == 3)
    }

    @Test(
        "An Envoy's /clusters is read, and also istioctl's spelling of it",
        arguments: [
            Sample.clusters, .istioctl,
        ]
    )
    func clusters(_ sample: Sample) throws {
        let dump = try sample.read()
        #expect(dump.kind == .clusters)
        let proxy = try #require(dump.proxies.first)
        #expect(Set(proxy.assignments.keys) == [Sample.web, Sample.sticky, "prometheus_stats"])
        // The cluster is called alias, and asks for its endpoints by their own name (eds_service_name).
        let hosts = try #require(proxy.assignments[Sample.sticky]).groups.flatMap(\.hosts)
        #expect(hosts.count == 7)
        #expect(hosts.count { $0.health.description == "DRAINING" } == 3)
        #expect(hosts.first { $0.address == "35.2.0.1:15443" }?.weight == 6)
        #expect(try #require(proxy.assignments[Sample.web]).groups.map(\.priority) == [0, 1, 2, 3])
    }

    @Test("The output of istiod's /debug/edsz is read")
    func edsz() throws {
        let dump = try Sample.edsz.read()
        #expect(dump.kind == .loadAssignments)
        #expect(dump.proxies.first?.node == nil)
        #expect(dump.proxies.first?.assignments[Sample.web]?.hostCount == 7)
    }

    @Test("Both pages of an Envoy have the announced health under the requested names")
    func completed() throws {
        let whole = try Sample.configDump.read().completed(by: Sample.clusters.read())
        #expect(whole.kind == .admin)
        let found = try SetComparison().compare(Sample.edsz.read().set, whole.set)
        #expect(found.isEmpty)
        let hosts = whole.proxies.first?.assignments[Sample.sticky]?.groups.flatMap(\.hosts) ?? []
        #expect(hosts.count { $0.health.description == "DRAINING" } == 3)
    }

    @Test("An Envoy's config_dump equals the assignments that istiod sent")
    func same() throws {
        let found = try SetComparison().compare(Sample.edsz.read().set, Sample.configDump.read().set)
        #expect(found.isEmpty)
        #expect(found.proxies.first?.comparedClusters == 2)
    }

    @Test(
        "The formats of this program are read",
        arguments: [
            (#"[{"node":"n","resources":{"c":{"clusterName":"c"}}}]"#, SourceKind.translation),
            ("- node: n\n  resources:\n    c:\n      clusterName: c\n", .translation),
            (#"{"versionInfo":"1","resources":[{"@type":"t","clusterName":"c"}]}"#, .loadAssignments),
            (#"{"c":{"clusterName":"c"}}"#, .loadAssignments),
            (#"{"cluster_name":"c"}"#, .loadAssignments),
            ("cluster: c\nruleSet: standard\nproxies: [n]\nlocalities: []\n", .golden),
        ]
    )
    func ownForms(text: String, kind: SourceKind) throws {
        let dump = try DumpReader.read(Array(text.utf8))
        #expect(dump.kind == kind)
        #expect(dump.proxies.first.map { Array($0.assignments.keys) } == ["c"])
    }

    @Test(
        "All kinds of host addresses are read",
        arguments: [
            (#"{"socketAddress":{"address":"10.0.0.1","portValue":80}}"#, "10.0.0.1:80"),
            (#"{"socket_address":{"address":"2001:DB8:0:0::1","port_value":80}}"#, "[2001:db8::1]:80"),
            (#"{"pipe":{"path":"/run/x"}}"#, "unix:/run/x"),
            (#"{"envoyInternalAddress":{"serverListenerName":"l","endpointId":"e"}}"#, "internal:l/e"),
        ]
    )
    func addresses(json: String, text: String) throws {
        let message = #"{"clusterName":"c","endpoints":[{"lbEndpoints":[{"endpoint":{"address":\#(json)}}]}]}"#
        let dump = try DumpReader.read(Array(message.utf8))
        #expect(dump.proxies.first?.assignments["c"]?.groups.first?.hosts.first?.address == text)
    }

    @Test(
        "Errors in dumps have a path",
        arguments: [
            (#"{"clusterName":"c","endpoints":[{"lbEndpoints":[{}]}]}"#, "endpoints[0].lbEndpoints[0]"),
            (#"{"configs":[{},{"dynamic_endpoint_configs":3}]}"#, "configs[1].dynamicEndpointConfigs"),
            (#"[{"name":"a","hostStatuses":[{"address":{"pipe":3}}]}]"#, "[0].hostStatuses[0]"),
            (#"{"clusterName":"c","endpoints":[{"priority":-1}]}"#, "endpoints[0].priority"),
        ]
    )
    func errors(text: String, path: String) throws {
        let error = #expect(throws: DumpError.self) { try DumpReader.read(Array(text.utf8)) }
        #expect(error?.path.hasPrefix(path) == true, "\(error?.description ?? "")")
    }

    @Test("A locality weight of 0, as an Envoy dumps a locality without weight, is none")
    func weightZero() throws {
        let host = #"{"endpoint":{"address":{"pipe":{"path":"/1"}}}}"#
        let message = #"{"clusterName":"c","endpoints":[{"loadBalancingWeight":0,"lbEndpoints":[\#(host)]}]}"#
        let dump = try DumpReader.read(Array(message.utf8))
        let group = try #require(dump.proxies.first?.assignments["c"]?.groups.first)
        #expect(group.weight == nil)
    }

    @Test("Groups of one locality and priority are one, with the weight that is written last")
    func repeatedLocality() throws {
        let message = #"""
            {"clusterName":"c","endpoints":[
              {"locality":{"zone":"a"},"loadBalancingWeight":30,
               "lbEndpoints":[{"endpoint":{"address":{"pipe":{"path":"/1"}}}}]},
              {"locality":{"zone":"b"},"loadBalancingWeight":5,
               "lbEndpoints":[{"endpoint":{"address":{"pipe":{"path":"/3"}}}}]},
              {"locality":{"zone":"a"},"loadBalancingWeight":10,
               "lbEndpoints":[{"endpoint":{"address":{"pipe":{"path":"/2"}}}}]},
              {"locality":{"zone":"a"},"priority":1,
               "lbEndpoints":[{"endpoint":{"address":{"pipe":{"path":"/4"}}}}]},
              {"locality":{"zone":"a"},"lbEndpoints":[{"endpoint":{"address":{"pipe":{"path":"/5"}}}}]}]}
            """#
        let dump = try DumpReader.read(Array(message.utf8))
        let groups = try #require(dump.proxies.first?.assignments["c"]?.groups)
        #expect(groups.map(\.weight) == [10, 5, nil])
        #expect(
            groups.map { $0.hosts.map(\.address) } == [["unix:/1", "unix:/2", "unix:/5"], ["unix:/3"], ["unix:/4"]]
        )
    }

    private static let entry = """
        {"endpoint_config": {"@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", \
        "cluster_name": "a", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {"socket_address": \
        {"address": "10.0.0.1", "port_value": 80}}}}]}]}}
        """

    @Test(
        "Parts of a config_dump are read: single resources, the dump of endpoints alone, and lists of them",
        arguments: [
            "{\"configs\": [\(entry)]}", "{\"dynamic_endpoint_configs\": [\(entry)]}", entry, "[\(entry)]",
            "[{\"dynamicEndpointConfigs\": [\(entry)]}]",
        ]
    )
    func parts(_ text: String) throws {
        let dump = try DumpReader.read(Array(text.utf8))
        #expect(dump.kind == .configDump)
        #expect(dump.proxies.map { Array($0.assignments.keys) } == [["a"]])
    }

    @Test("The status of a cluster has the name under which the cluster requests endpoints")
    func serviceName() throws {
        let text = """
            {"cluster_statuses": [{"name": "own", "eds_service_name": "a", "host_statuses": []},
            {"name": "b", "host_statuses": []}]}
            """
        let dump = try DumpReader.read(Array(text.utf8))
        #expect(dump.proxies.flatMap { $0.assignments.keys.sorted() } == ["a", "b"])
    }

    @Test(
        "Outputs for people are refused with the option that helps",
        arguments: [
            ("outbound|80||web.shop.svc.cluster.local::default_priority::max_connections::4\n", "format=json"),
            ("ENDPOINT   STATUS   OUTLIER CHECK   CLUSTER\n10.1.0.1:8080 HEALTHY OK a\n", "-o json"),
        ]
    )
    func texts(_ text: String, _ hint: String) {
        let error = #expect(throws: DumpError.self) { try DumpReader.read(Array(text.utf8)) }
        #expect(error?.code == .unknownForm)
        #expect(error?.message.contains(hint) == true)
    }

    @Test(
        "A text that is no dump is refused",
        arguments: ["", "{}", "[]x", "hello", "[1]", "{\"configs\":[]}", "a: [", "null"]
    )
    func foreign(text: String) {
        #expect(throws: DumpError.self) { try DumpReader.read(Array(text.utf8)) }
    }

    @Test("Broken and hostile dumps are read or refused without a crash", arguments: Sample.allCases)
    func hostile(_ sample: Sample) throws {
        let bytes = try sample.bytes
        var generator = SeededGenerator(seed: UInt64(bytes.count))
        var (read, refused) = (0, 0)
        for _ in 0..<400 {
            var broken = bytes
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: broken.removeLast(Int.random(in: 1..<broken.count, using: &generator))
            case 1:
                for _ in 0..<5 {
                    let index = Int.random(in: 0..<broken.count, using: &generator)
                    broken[index] = UInt8.random(in: 0...255, using: &generator)
                }
            default:
                // Values of unexpected types.
                let text = String(decoding: broken, as: UTF8.self)
                let other = ["null", "-1", "[]", "{}", "1e99", "\"x\""].randomElement(using: &generator) ?? "0"
                let names = ["\"weight\": 1", "\"address\": {", "8080", "\"HEALTHY\"", "\"locality\": {"]
                let victim = names.randomElement(using: &generator) ?? ""
                broken = Array(text.replacing(victim, with: victim.hasSuffix("{") ? "\"x\": {" : other).utf8)
            }
            do throws(DumpError) {
                _ = try DumpReader.read(broken)
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read + refused == 400)
        #expect(refused > 100)
    }

    @Test("Unlimited nesting in a dump is refused")
    func depth() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: DumpError.self) { try DumpReader.read(Array(deep.utf8)) }
        let yaml = String(repeating: "a: {", count: 50_000)
        #expect(throws: DumpError.self) { try DumpReader.read(Array(yaml.utf8)) }
    }
}
