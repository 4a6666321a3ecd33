internal import ArgumentParser
internal import Logging

/// The arguments for logging.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Log format: human-readable text, or json with one object per line.", valueName: "format")
    )
    var logFormat = LogFormat.text

    @Option(
        help: ArgumentHelp(
            "Log level: trace, debug, info, notice, warning or error; for single parts as in info,transport=debug.",
            discussion: "Parts: \(LogPart.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "level"
        ),
        completion: .list(["trace", "debug", "info", "notice", "warning", "error"])
    )
    var logLevel = "info"

    /// The default options.
    static var standard: LogOptions {
        // The parser sets the defaults.
        var options = LogOptions()
        (options.logFormat, options.logLevel) = (.text, "info")
        return options
    }

    enum LogFormat: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    /// A part of the program that logs.
    enum LogPart: String, CaseIterable {
        /// The input and the served state.
        case mesh
        /// Streams and their messages.
        case streams
        /// Connections.
        case transport
        /// Host names of gateways.
        case names
        /// The admin server.
        case admin
        /// API servers of live clusters.
        case clusters
    }

    func validate() throws { _ = try levels() }

    /// Returns the general level, and the levels of single parts.
    private func levels() throws -> (all: Logger.Level, parts: [String: Logger.Level]) {
        var all: Logger.Level?
        var parts: [String: Logger.Level] = [:]
        for entry in logLevel.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let level = sides.last.flatMap(Logger.Level.init(rawValue:)) else {
                throw ValidationError("Invalid log level '\(entry)', expected for example info or transport=debug.")
            }
            if sides.count == 1 {
                guard all == nil else { throw ValidationError("--log-level has two general levels.") }
                all = level
            } else {
                guard LogPart(rawValue: sides[0]) != nil, parts.updateValue(level, forKey: sides[0]) == nil else {
                    throw ValidationError("'\(sides[0])' is an unknown or duplicate log part.")
                }
            }
        }
        return (all ?? .info, parts)
    }

    /// Returns the logger of a part.
    func logger(_ part: LogPart) -> Logger {
        var logger = Logger(label: "eds-translator.\(part.rawValue)") { label in
            switch logFormat {
            case .text: TextLogHandler(label: label)
            case .json: JSONLogHandler(part: part.rawValue)
            }
        }
        let levels = try? levels()
        logger.logLevel = levels?.parts[part.rawValue] ?? levels?.all ?? .info
        return logger
    }
}
