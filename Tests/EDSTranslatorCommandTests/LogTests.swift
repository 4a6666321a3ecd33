import AdminServer
import ArgumentParser
import Logging
import ServerRuntime
import Synchronization
import Testing

@testable import EDSTranslatorCommand

@Suite("Logging")
struct LogTests {
    @Test(
        "The log level is general, or for single parts",
        arguments: [
            ("info", Logger.Level.info, Logger.Level.info), ("debug", .debug, .debug),
            ("info,transport=trace", .info, .trace), ("transport=error", .info, .error),
            ("transport=debug,warning,mesh=error", .warning, .debug),
        ]
    )
    func levels(text: String, streams: Logger.Level, transport: Logger.Level) throws {
        let options = try LogOptions.parse(["--log-level", text])
        #expect(options.logger(.streams).logLevel == streams)
        #expect(options.logger(.transport).logLevel == transport)
    }

    @Test(
        "Ambiguous log levels are refused",
        arguments: ["loud", "", "info,", "transport=loud", "web=info", "info,debug", "mesh=info,mesh=debug", "=info"]
    )
    func mistakes(text: String) {
        #expect(throws: (any Error).self) { try LogOptions.parse(["--log-level", text]) }
    }

    @Test("The JSON log is one object per line, whatever clients send")
    func json() throws {
        let lines = Lines()
        var logger = Logger(label: "x") { _ in
            JSONLogHandler(
                part: "streams",
                now: { 1_795_394_560_041 },
                write: { lines.append($0) }
            )
        }
        logger[metadataKey: "node"] = "a\n\"b"
        logger.warning("client rejected\na response", metadata: ["text": ["x", "\u{0}"], "b": ["c": "d"]])
        logger.debug("not shown")
        #expect(
            lines.all == [
                #"{"time":"2026-11-23T00:42:40.041Z","level":"warning","part":"streams","#
                    + #""message":"client rejected\na response","#
                    + #""fields":{"b":{"c":"d"},"node":"a\n\"b","text":["x","\u0000"]}}"#
            ]
        )
    }

    @Test(
        "The log has human-readable times",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_709_164_799_999, "2024-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func times(milliseconds: Int64, text: String) {
        #expect(UTCTime.text(milliseconds: milliseconds) == text)
    }

    @Test("An admin server on a non-loopback address needs a second option")
    func consent() throws {
        #expect(try AdminOptions.parse([]).configuration() == nil)
        #expect(try AdminOptions.parse(["--admin", "127.0.0.1:1"]).configuration()?.server.isLoopback == true)
        #expect(throws: CommandFailure.self) { try AdminOptions.parse(["--admin", "0.0.0.0:1"]).configuration() }
        #expect(throws: CommandFailure.self) { try AdminOptions.parse(["--admin", "unix:/x"]).configuration() }
        let open = try AdminOptions.parse(["--admin", "0.0.0.0:1", "--admin-insecure"]).configuration()
        #expect(open?.server.isLoopback == false)
    }
}

/// Collects lines from any thread.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) { lines.withLock { $0.append(line) } }
}
