import Testing

@testable import MeshTracking

@Suite("Debounce of file events")
struct WatchSettlingTests {
    private struct Moment: InstantProtocol {
        var milliseconds: Int
        func advanced(by duration: Duration) -> Moment {
            Moment(milliseconds: milliseconds + Int(duration / .milliseconds(1)))
        }
        func duration(to other: Moment) -> Duration { .milliseconds(other.milliseconds - milliseconds) }
        static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
    }

    private typealias Settling = FileChangeDebouncer<Moment>

    private static func settling(_ events: [(Int, Settling.Action, String)]) -> Settling {
        var settling = Settling()
        for (time, action, file) in events { settling.happened(action, to: file, at: Moment(milliseconds: time)) }
        return settling
    }

    @Test("A change is reported after a quiet period")
    func quiet() {
        var settling = Self.settling([(100, .moved, "a"), (110, .moved, "b")])
        #expect(settling.due?.milliseconds == 130)
        #expect(settling.take(at: Moment(milliseconds: 129)) == false)
        #expect(settling.take(at: Moment(milliseconds: 130)) == true)
        #expect(settling.due == nil)
        #expect(settling.take(at: Moment(milliseconds: 200)) == false)
    }

    @Test("The change of a file that is being written is reported after the file is closed")
    func writing() {
        #expect(Self.settling([(0, .written, "a")]).due?.milliseconds == 1_000)
        #expect(Self.settling([(0, .written, "a"), (300, .closed, "a")]).due?.milliseconds == 320)
        #expect(
            Self.settling([(0, .written, "a"), (9, .written, "b"), (300, .closed, "a")]).due?.milliseconds == 1_000
        )
        #expect(Self.settling([(0, .written, "a"), (9, .moved, "a")]).due?.milliseconds == 29)
    }

    @Test("Changes that never settle are reported after a second")
    func restless() {
        var settling = Self.settling((0..<100).map { ($0 * 15, .moved, "a") })
        #expect(settling.due?.milliseconds == 1_000)
        #expect(settling.take(at: Moment(milliseconds: 1_500)) == true)
        settling.happened(.moved, to: "a", at: Moment(milliseconds: 1_501))
        #expect(settling.due?.milliseconds == 1_521)
    }
}
