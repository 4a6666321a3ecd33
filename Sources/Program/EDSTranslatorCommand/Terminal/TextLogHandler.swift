internal import Logging
internal import TextFormats

/// Writes each message as a line of text to standard error; texts of clients and API servers cannot forge lines.
struct TextLogHandler: LogHandler {
    /// The number of characters after which a value is cut.
    private static let maximumLength = 1_024

    private var base: StreamLogHandler

    init(label: String) { base = StreamLogHandler.standardError(label: label) }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue.mapValues(Self.printable) }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue.map(Self.printable) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(PlainText.printable(event.message.description, atMost: 4 * Self.maximumLength))"
        event.metadata = event.metadata?.mapValues(Self.printable)
        base.log(event: event)
    }

    private static func printable(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .string(let text): .string(PlainText.printable(text, atMost: maximumLength))
        case .stringConvertible(let value): .string(PlainText.printable(value.description, atMost: maximumLength))
        case .array(let values): .array(values.map(printable))
        case .dictionary(let members): .dictionary(members.mapValues(printable))
        }
    }
}
