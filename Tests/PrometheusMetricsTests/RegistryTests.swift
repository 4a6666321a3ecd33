import CoreMetrics
import MetricsTestSupport
import PrometheusMetrics
import Testing

@Suite("Prometheus registry")
struct RegistryTests {
    @Test("Families and series are sorted, independent of their creation order")
    func order() throws {
        let registry = PrometheusRegistry([MetricDescription("b_total", "Bees."), MetricDescription("a", "An A.")])
        Counter(label: "b_total", dimensions: [("z", "2"), ("a", "1")], factory: registry).increment(by: 3)
        Counter(label: "b_total", dimensions: [("a", "0"), ("z", "9")], factory: registry).increment()
        Meter(label: "a", dimensions: [], factory: registry).set(-1.5)
        #expect(
            registry.text() == """
                # HELP a An A.
                # TYPE a gauge
                a -1.5
                # HELP b_total Bees.
                # TYPE b_total counter
                b_total{a="0",z="9"} 1
                b_total{a="1",z="2"} 3

                """
        )
        #expect(
            registry.text(.openMetrics) == """
                # HELP a An A.
                # TYPE a gauge
                a -1.5
                # HELP b Bees.
                # TYPE b counter
                b_total{a="0",z="9"} 1
                b_total{a="1",z="2"} 3
                # EOF

                """
        )
    }

    @Test(
        "Any text in labels survives a round trip",
        arguments: ["", "a b", "\"", "\\", "\n", "a\\n", "\r\n", "\u{0}", "é", "}", ",x=\"", "\\\"\n"]
    )
    func escaping(text: String) throws {
        let registry = PrometheusRegistry([MetricDescription("m", text)])
        Meter(label: "m", dimensions: [("l", text)], factory: registry).set(1)
        for (format, isOpen) in [(ExpositionFormat.text, false), (.openMetrics, true)] {
            let read = try Exposition(registry.text(format), isOpenMetrics: isOpen)
            #expect(read.value("m", ["l": text]) == 1)
        }
    }

    @Test(
        "Names of metrics are made valid",
        arguments: [("a-b", "a_b"), ("1x", "_1x"), ("ok:x", "ok:x"), ("", "_"), ("é", "_")]
    )
    func names(label: String, expected: String) throws {
        let registry = PrometheusRegistry([])
        Meter(label: label, dimensions: [(label, "v")], factory: registry).set(2)
        let read = try Exposition(registry.text())
        #expect(read.order == [expected])
    }

    @Test("A histogram bucket includes its bound")
    func histogram() throws {
        let registry = PrometheusRegistry([MetricDescription("h", "H.", buckets: [1, 2.5])])
        let recorder = Recorder(label: "h", dimensions: [], aggregate: true, factory: registry)
        for value in [0.5, 1, 1.5, 2.5, 99, .infinity, .nan] { recorder.record(value) }
        let read = try Exposition(registry.text())
        #expect(read.value("h_bucket", ["le": "1"]) == 2)
        #expect(read.value("h_bucket", ["le": "2.5"]) == 4)
        #expect(read.value("h_bucket", ["le": "+Inf"]) == 5)
        #expect(read.value("h_count") == 5)
        #expect(read.value("h_sum") == 104.5)
    }

    @Test("Durations are exposed in seconds")
    func timer() throws {
        let registry = PrometheusRegistry([])
        let timer = CoreMetrics.Timer(
            label: "t_seconds",
            dimensions: [],
            preferredDisplayUnit: .seconds,
            factory: registry
        )
        timer.recordNanoseconds(1_500_000_000)
        let read = try Exposition(registry.text())
        #expect(read.value("t_seconds_sum") == 1.5)
        #expect(read.value("t_seconds_bucket", ["le": "1"]) == 0)
        #expect(read.value("t_seconds_bucket", ["le": "2.5"]) == 1)
    }

    @Test("The number of series is limited, and further ones count as other")
    func bound() throws {
        let registry = PrometheusRegistry([], maximumSeries: 3)
        for index in 0..<10 { Counter(label: "c", dimensions: [("n", "\(index)")], factory: registry).increment() }
        Counter(label: "c", dimensions: [("n", "1")], factory: registry).increment()
        let read = try Exposition(registry.text())
        #expect(read.families["c"]?.samples.count == 4)
        #expect(read.value("c", ["n": "other"]) == 7)
        #expect(read.value("c", ["n": "1"]) == 2)
    }

    @Test("A destroyed series is removed, and makes room for another")
    func destruction() throws {
        let registry = PrometheusRegistry([], maximumSeries: 1)
        let first = Meter(label: "g", dimensions: [("n", "1")], factory: registry)
        first.set(1)
        first.destroy()
        Meter(label: "g", dimensions: [("n", "2")], factory: registry).set(2)
        let read = try Exposition(registry.text())
        #expect(read.families["g"]?.samples.map(\.labels) == [["n": "2"]])
    }

    @Test("Equal labels share a series, and a name has one kind")
    func sharing() throws {
        let registry = PrometheusRegistry([])
        for _ in 0..<3 { Counter(label: "c", dimensions: [("a", "b")], factory: registry).increment() }
        Meter(label: "c", dimensions: [("a", "b")], factory: registry).set(7)
        let read = try Exposition(registry.text())
        #expect(read.value("c", ["a": "b"]) == 3)
        #expect(read.families["c"]?.type == "counter")
    }

    @Test("Concurrent counting loses nothing")
    func concurrency() async throws {
        let registry = PrometheusRegistry([MetricDescription("h", "", buckets: [1])])
        let counter = Counter(label: "c", dimensions: [], factory: registry)
        let part = FloatingPointCounter(label: "f", dimensions: [], factory: registry)
        let recorder = Recorder(label: "h", dimensions: [], aggregate: true, factory: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        counter.increment()
                        part.increment(by: 0.5)
                        recorder.record(0.5)
                    }
                }
            }
            // Concurrent readers see consistent histograms.
            group.addTask { for _ in 0..<50 { _ = try? Exposition(registry.text()) } }
        }
        let read = try Exposition(registry.text())
        #expect(read.value("c") == 8_000)
        #expect(read.value("f") == 4_000)
        #expect(read.value("h_count") == 8_000)
        #expect(read.value("h_sum") == 4_000)
    }

    @Test(
        "The requested exposition format is chosen",
        arguments: [
            (nil, ExpositionFormat.text), ("", .text), ("*/*", .text), ("text/plain", .text),
            ("application/openmetrics-text", .openMetrics),
            ("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics),
            ("application/openmetrics-text;q=0.3, text/plain; q=0.9", .text),
            ("application/openmetrics-text;q=0", .text), ("APPLICATION/OpenMetrics-Text; q=1", .openMetrics),
        ] as [(String?, ExpositionFormat)]
    )
    func negotiation(accept: String?, expected: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == expected)
    }
}
