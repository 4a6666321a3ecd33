/// Repeats a query until it succeeds.
///
/// Only for peers without notifications, such as Envoy's admin port. The error of the last attempt is part of the
/// message of the ``HarnessError`` (code `timedOut`) thrown after the timeout.
@discardableResult
public func eventually<Answer>(
    _ expectation: String,
    within limit: Duration = .seconds(60),
    isolation: isolated (any Actor)? = #isolation,
    _ ask: () async throws -> Answer?
) async throws -> Answer {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: limit)
    var obstacle = "the condition did not hold"
    while true {
        do {
            if let answer = try await ask() { return answer }
            obstacle = "the condition did not hold"
        } catch let error as HarnessError where error.code == .exitedEarly {
            throw error
        } catch {
            obstacle = "\(error)"
        }
        guard clock.now < deadline else {
            throw HarnessError(.timedOut, "\(expectation): not within \(limit); last: \(obstacle)")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
