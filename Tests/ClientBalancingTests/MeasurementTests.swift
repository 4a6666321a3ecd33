import ClientBalancing
import MeshSources
import Testing

/// Measurements of Envoy 1.40.0, Envoy 1.36.2 and gRPC C-core 1.85.1, 3,000 to 8,000 requests each.
@Suite("The model agrees with measured clients")
struct MeasurementTests {
    /// The host behind a gateway was slow, and how many requests were in flight at it was not measured.
    private static let unmeasured = "envoy-1.40.0/LEAST_REQUEST/flat-gw3/slow-gateway/c64"

    @Test("Every measurement lies within sampling error of the model")
    func measurements() throws {
        let rows = try Measurement.own()
        #expect(rows.count == 830)
        let result = try compare(rows)
        #expect(result.refused == 3)
        #expect(result.compared == 819)
        #expect(result.unlikely.isEmpty, "\(result.unlikely.joined(separator: "\n"))")
    }

    @Test("Measurements beside the repository lie within sampling error too, but for chance")
    func sharedMeasurements() throws {
        let known = Set(try Measurement.own().map(\.id))
        let result = try compare(try Measurement.shared().filter { !known.contains($0.id) })
        // One of a thousand is expected beyond the bound by chance.
        #expect(result.unlikely.count <= 1 + result.compared / 500, "\(result.unlikely.joined(separator: "\n"))")
    }

    /// Compares rows with the model: the number compared, refused, and those beyond p = 0.001.
    private func compare(_ rows: [Measurement]) throws -> (compared: Int, refused: Int, unlikely: [String]) {
        var compared = 0
        var unlikely: [String] = []
        var refused = 0
        for row in rows {
            let model = try row.modelled()
            if model.isRefused {
                // A client that refuses a resource sends nothing.
                #expect(row.measured.isEmpty, "\(row.id)")
                refused += 1
                continue
            }
            if row.note != nil || row.id == Self.unmeasured { continue }
            compared += 1
            let p = ChiSquare.probability(of: row.measured, expected: model.shares, requests: row.requests)
            if p <= 0.001 { unlikely.append("\(row.id): p \(p), \(row.measured) instead of \(model.shares)") }
        }
        return (compared, refused, unlikely)
    }

    @Test("A slow host with an equal weight gets less, within 3 points of what was measured")
    func slowHosts() throws {
        let rows = try Measurement.own().filter { $0.id.contains("flat-eq/slow-gateway") }
        #expect(rows.count == 4)
        for row in rows {
            let model = try row.modelled().shares
            // With 64 at a time the stand-ins themselves were busy, which evens out what the gateway gets.
            let bound = row.traffic.inFlight == 64 ? 0.05 : 0.03
            for (address, share) in row.measured { #expect(abs(share - (model[address] ?? 0)) < bound, "\(row.id)") }
        }
    }
}
