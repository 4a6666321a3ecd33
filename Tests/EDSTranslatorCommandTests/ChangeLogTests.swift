import Logging
import Synchronization
import Testing

@testable import ServerRuntime

@Suite("Log of new states")
struct ChangeLogTests {
    private final class Lines: Sendable {
        let texts = Mutex<[String]>([])
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.texts.withLock { $0.append("\(event.message) \(fields.joined(separator: " "))") }
        }
    }

    @Test("A burst of states is one line at once, and one with their number and the newest reason at its end")
    func burst() {
        let lines = Lines()
        let log = ChangeLog(Logger(label: "log") { _ in Handler(lines: lines) }, interval: .seconds(3_600))
        for reason in ["first", "second", "third"] { log.record(because: reason) }
        #expect(lines.texts.withLock { $0 } == ["mesh updated reason=first"])
        log.flush()
        log.flush()
        #expect(lines.texts.withLock { $0 } == ["mesh updated reason=first", "mesh updated reason=third states=2"])
    }
}
