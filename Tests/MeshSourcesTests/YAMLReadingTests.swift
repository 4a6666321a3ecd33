import MeshModel
import MeshSources
import Testing

@Suite("Reading of YAML and JSON objects")
struct YAMLReadingTests {
    /// Texts that each contain the Services a and b.
    static let forms: [(form: String, text: String)] = [
        ("two documents", Reading.service("a") + "---\n" + Reading.service("b")),
        (
            "documents with markers and comments",
            "%YAML 1.1\n---\n# first\n" + Reading.service("a") + "...\n---\n"
                + Reading.service("b") + "...\n"
        ),
        (
            "empty documents between",
            "---\n---\n" + Reading.service("a") + "---\nnull\n---\n# nothing\n---\n"
                + Reading.service("b") + "---\n"
        ),
        ("kind: List", "apiVersion: v1\nkind: List\nitems:\n- " + Reading.service("a") + "- " + Reading.service("b")),
        (
            "a list of a kind, items without theirs",
            "apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n  spec: {}\n- {metadata: {name: b}, spec: {}}\n"
        ),
        (
            "a list in a list",
            "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceList, items: [{metadata: {name: a}, spec: {}}]}\n- "
                + Reading.service("b")
        ),
        (
            "JSON",
            #"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{}},"#
                + "\n\t" + #"{"kind":"Service","apiVersion":"v1","spec":{},"metadata":{"name":"\u0062"}}]}"#
        ),
        (
            "CRLF",
            (Reading.service("a") + "---\n" + Reading.service("b")).split(separator: "\n").joined(separator: "\r\n")
        ),
        ("a byte order mark", "\u{FEFF}" + Reading.service("a") + "---\n" + Reading.service("b")),
        (
            "anchors and aliases",
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: &kind Service, metadata: {name: a}, spec: &spec {ports: [{port: 80}]}}
            - {apiVersion: v1, kind: *kind, metadata: {name: b}, spec: *spec}
            """
        ),
        (
            "a merge key",
            """
            apiVersion: v1
            kind: List
            items:
            - &a {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {}}
            - {<<: *a, metadata: {name: b}}
            """
        ),
    ]

    @Test("The same two Services are read from every form", arguments: forms)
    func everyForm(_ example: (form: String, text: String)) throws {
        #expect(try Reading.services(example.text) == ["a", "b"], "\(example.form)")
    }

    @Test("Of merge keys own fields count first, then the sources in order, and non-objects are refused")
    func mergeKeys() throws {
        let text = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              annotations: {x: &x [{one: "1", two: "1"}, {two: "2", three: "2"}], y: "1"}
            """
        #expect(Reading.errors(text).count == 1)
        let labels = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, metadata: {name: p, labels: &p {one: own, two: p}}}
            - {apiVersion: v1, kind: Pod, metadata: {name: q, labels: &q {two: q, three: q}}}
            - {apiVersion: v1, kind: Pod, metadata: {name: r, labels: {<<: [*p, *q], one: r}}}
            """
        #expect(try Reading.cluster(labels).pods.last?.metadata.labels == ["one": "r", "two": "p", "three": "q"])
        let bad = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {<<: [[]]}}\n"
        #expect(Reading.errors(bad) == ["3:35: found a list, expected an object to merge, or a list of them"])
    }

    @Test("Block texts, quoted texts and quoted texts of other types are read as texts")
    func texts() throws {
        let pod = try Reading.cluster(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              labels: {a: "80", b: 'true', c: v1, d: 1.2.3, e: 1e, f: yes, g: "", h: null}
              annotations:
                literal: |
                  one
                   two
                folded: >-
                  one
                  two
                hex: 0x1F
            """
        ).pods[0]
        #expect(
            pod.metadata.labels
                == ["a": "80", "b": "true", "c": "v1", "d": "1.2.3", "e": "1e", "f": "yes", "g": ""]
        )
        #expect(pod.metadata.annotations["literal"] == "one\n two\n")
        #expect(pod.metadata.annotations["folded"] == "one two")
    }

    @Test("A missing namespace is `default`, and cluster-wide kinds have none")
    func namespaces() throws {
        let cluster = try Reading.cluster(
            "{apiVersion: v1, kind: Node, metadata: {name: n, namespace: x}}\n---\n" + Reading.service("a")
        )
        #expect(cluster.nodes.map(\.metadata.namespace) == [""])
        #expect(cluster.services.map(\.metadata.namespace) == ["default"])
    }

    @Test("Unknown kinds are skipped and counted, by kind and group")
    func unknownKinds() throws {
        let cluster = try Reading.cluster(
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: 12}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: other, namespace: istio-system}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: Gateway, metadata: {name: not-of-the-gateway-api}}
            """
        )
        #expect(
            cluster.skippedKinds
                == ["Deployment.apps": 2, "Secret": 1, "ConfigMap": 1, "Gateway.networking.k8s.io": 1]
        )
        #expect(cluster.gateways.isEmpty)
    }
}
