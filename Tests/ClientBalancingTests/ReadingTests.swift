import ClientBalancing
import MeshModel
import MeshSources
import Testing

@Suite("Clusters and assignments are read in every form of proto3 JSON")
struct ReadingTests {
    private func cluster(_ text: String, _ client: ClientKind = .envoy) throws -> ClusterSettings {
        try ProtoDocument.cluster(SourceFile(path: "cluster.json", text: text), for: client)
    }

    private func typed(_ type: String, _ fields: String = "") -> String {
        let url = "type.googleapis.com/envoy.extensions.load_balancing_policies.\(type)"
        return """
            {"typedExtensionConfig": {"name": "x", "typedConfig": {"@type": "\(url)"\(fields.isEmpty ? "" : ", ")\(fields)}}}
            """
    }

    @Test("An empty cluster has Envoy's defaults")
    func defaults() throws {
        #expect(try cluster("{}") == ClusterSettings())
    }

    @Test("Names in snake case and camel case mean the same, and unknown fields are ignored")
    func spelling() throws {
        let snake = """
            {"name": "x", "lb_policy": "LEAST_REQUEST", "least_request_lb_config": {"choice_count": 3,
             "active_request_bias": {"default_value": 0.5, "runtime_key": "b"}},
             "common_lb_config": {"healthy_panic_threshold": {"value": 12.4}, "locality_weighted_lb_config": {}}}
            """
        let camel = """
            {"lbPolicy": 1, "leastRequestLbConfig": {"choiceCount": "3", "activeRequestBias": {"defaultValue": 0.5}},
             "commonLbConfig": {"healthyPanicThreshold": {"value": 12}, "localityWeightedLbConfig": {}}, "new": [1]}
            """
        let settings = try cluster(snake)
        #expect(settings == (try cluster(camel)))
        #expect(settings.panicThreshold == 12)
        #expect(settings.leastRequest == LeastRequestSettings(activeRequestBias: 0.5, choiceCount: 3))
        #expect(settings.weighsLocalities)
    }

    @Test("An empty panic threshold is 0, an absent one 50")
    func panicThreshold() throws {
        #expect(try cluster(#"{"commonLbConfig": {"healthyPanicThreshold": {}}}"#).panicThreshold == 0)
        #expect(try cluster(#"{"commonLbConfig": {}}"#).panicThreshold == 50)
    }

    @Test("An extension's policy replaces lb_policy and its locality settings")
    func extensions() throws {
        let policies = [typed("unknown.v3.Unknown"), typed("random.v3.Random"), typed("maglev.v3.Maglev")]
        let text = """
            {"lbPolicy": "RING_HASH", "commonLbConfig": {"localityWeightedLbConfig": {}},
             "loadBalancingPolicy": {"policies": [\(policies.joined(separator: ", "))]}}
            """
        let settings = try cluster(text)
        #expect(settings.policy == .random)
        #expect(!settings.weighsLocalities)
    }

    @Test("A wrr_locality policy weighs localities around the policy in it")
    func localities() throws {
        let inner = #""endpointPickingPolicy": {"policies": [\#(typed("round_robin.v3.RoundRobin"))]}"#
        let text = #"{"loadBalancingPolicy": {"policies": [\#(typed("wrr_locality.v3.WrrLocality", inner))]}}"#
        for client in ClientKind.allCases {
            let settings = try cluster(text, client)
            #expect(settings.policy == .roundRobin)
            #expect(settings.weighsLocalities)
        }
    }

    @Test("Errors name file, line and column")
    func errors() throws {
        let wrong = "{\n  \"lbPolicy\": \"FASTEST\"\n}"
        #expect {
            try cluster(wrong)
        } throws: { error in
            "\(error)".hasPrefix("cluster.json:2:15: unknown policy \"FASTEST\", expected one of ROUND_ROBIN")
        }
        let endpoint = #"{"loadBalancingWeight": 0, "endpoint": {"address": {"pipe": {}}}}"#
        let text = #"{"endpoints": [{"lbEndpoints": [\#(endpoint)]}]}"#
        let assignment = SourceFile(path: "a.json", text: text)
        #expect {
            try ProtoDocument.assignment(assignment)
        } throws: { error in
            "\(error)" == "a.json:1:57: 0 is out of range, expected 1 to 4294967295"
        }
    }

    @Test("Addresses are written as clients write them")
    func addresses() throws {
        let entries = [
            #"{"socketAddress": {"address": "10.0.0.1", "portValue": 80}}"#,
            #"{"socket_address": {"address": "2001:DB8::1", "port_value": "80"}}"#,
            #"{"socketAddress": {"address": "::ffff:10.0.0.1", "portValue": 80}}"#,
            #"{"pipe": {"path": "/run/x.sock"}}"#,
            #"{"envoyInternalAddress": {"serverListenerName": "l", "endpointId": "e"}}"#,
        ]
        let endpoints = entries.map { #"{"endpoint": {"address": \#($0)}}"# }.joined(separator: ", ")
        let text = #"{"resources": [{"cluster_name": "c", "endpoints": [{"lb_endpoints": [\#(endpoints)]}]}]}"#
        let assignment = try ProtoDocument.assignment(SourceFile(path: "a.json", text: text))
        #expect(
            assignment.localities.flatMap(\.endpoints).map(\.address) == [
                "10.0.0.1:80", "[2001:db8::1]:80", "[::ffff:10.0.0.1]:80", "/run/x.sock", "envoy://l/e",
            ]
        )
    }
}
