import Testing

@testable import LoadGenerator

@Suite("Options of load runs")
struct PlanTextTests {
    @Test(
        "An amount survives a round trip through its text",
        arguments: ["20", "0", "5..50", "5..50:skewed", "0..1"]
    )
    func amount(text: String) throws {
        #expect(try AmountDistribution(parsing: text).description == text)
    }

    @Test("An invalid amount is refused", arguments: ["", "x", "5..", "9..3", "5.50", "-1", "5..50:round", "1..2..3"])
    func noAmount(text: String) {
        #expect(throws: LoadError.self) { try AmountDistribution(parsing: text) }
    }

    @Test("Amounts stay within their bounds and reach both", arguments: ["0..3", "0..3:skewed", "5..7:skewed"])
    func bounds(text: String) throws {
        let distribution = try AmountDistribution(parsing: text)
        var random = SeededRandom(seed: 7, purpose: .mesh)
        let drawn = Set((0..<2_000).map { _ in distribution.draw(&random) })
        #expect(drawn == Set(distribution.range))
    }

    @Test("A skewed amount is small more often than large")
    func skewed() throws {
        let distribution = try AmountDistribution(parsing: "1..100:skewed")
        var random = SeededRandom(seed: 7, purpose: .mesh)
        let small = (0..<1_000).filter { _ in distribution.draw(&random) <= 10 }.count
        #expect(small > 400)
    }

    @Test(
        "Durations are parsed with their units",
        arguments: [
            ("250us", 250_000), ("20ms", 20_000_000), ("1.5s", 1_500_000_000), ("2m", 120_000_000_000), ("0s", 0),
            ("7ns", 7),
        ] as [(String, Int64)]
    )
    func duration(text: String, nanoseconds: Int64) throws {
        #expect(try DurationText.nanoseconds(parsing: text) == nanoseconds)
    }

    @Test("An invalid duration is refused", arguments: ["", "5", "s", "-1s", "1d", "1..5s", "99999999999999h"])
    func noDuration(text: String) {
        #expect(throws: LoadError.self) { try DurationText.nanoseconds(parsing: text) }
    }

    @Test(
        "Durations are printed with three digits",
        arguments: [
            (1_234_567, "1.23 ms"), (999_000, "999 us"), (12_345_000, "12.3 ms"), (61_000_000_000, "61.0 s"),
            (0, "0.00 us"),
        ] as [(Int64, String)]
    )
    func durationText(nanoseconds: Int64, text: String) {
        #expect(DurationText.text(nanoseconds: nanoseconds) == text)
    }

    @Test(
        "A mix of changes survives a round trip through its text",
        arguments: ["scale", "scale=8,gateway", "flap,rollout=2,scale,gateway=3"]
    )
    func mix(text: String) throws {
        #expect(try ChangeMix(parsing: text).description == text)
    }

    @Test(
        "An invalid mix of changes is refused",
        arguments: ["", "scale,", "scale=0", "scale=x", "scale,scale", "explode"]
    )
    func noMix(text: String) {
        #expect(throws: LoadError.self) { try ChangeMix(parsing: text) }
    }

    @Test("Protocols are parsed in order, and unknown ones refused")
    func protocols() throws {
        #expect(try ClientProtocol.list(parsing: "ads,eds") == [.ads, .eds])
        #expect(throws: LoadError.self) { try ClientProtocol.list(parsing: "eds,rest") }
    }
}
