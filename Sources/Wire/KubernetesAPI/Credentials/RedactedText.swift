/// A text that is never shown in messages, logs or dumps.
struct RedactedText: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text.
    let revealed: String

    init(_ text: String) { revealed = text }

    var description: String { "(hidden)" }
    var debugDescription: String { "(hidden)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
