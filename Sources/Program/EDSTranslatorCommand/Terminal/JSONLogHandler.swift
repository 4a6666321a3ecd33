internal import Logging
internal import MeshModel
internal import TextFormats

/// Writes each message as a JSON object on one line of standard error.
struct JSONLogHandler: LogHandler {
    let part: String
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> Int64
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - part: the part of the program.
    ///   - now: returns the time in milliseconds since 1970.
    ///   - write: writes one line without its end.
    init(
        part: String,
        now: @escaping @Sendable () -> Int64 = { WallClock.milliseconds() },
        write: @escaping @Sendable (String) -> Void = { StandardError.write(unescaped: $0) }
    ) {
        self.part = part
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        var members: [JSONValue.Member] = [
            .init("time", .string(UTCTime.text(milliseconds: now()))),
            .init("level", .string(event.level.rawValue)), .init("part", .string(part)),
            .init("message", .string(event.message.description)),
        ]
        if !all.isEmpty { members.append(.init("fields", Self.json(all))) }
        write(JSONValue.object(members).text())
    }

    private static func json(_ metadata: Logger.Metadata) -> JSONValue {
        .object(metadata.sorted { $0.key < $1.key }.map { .init($0.key, json($0.value)) })
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let members): json(members)
        }
    }
}
