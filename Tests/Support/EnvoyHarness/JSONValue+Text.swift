import Foundation

extension JSONValue {
    /// Returns the document as text with sorted members, the same for equal values.
    ///
    /// Throws the encoder's error if a number is not finite.
    public func serialized() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads a document.
    ///
    /// Throws ``HarnessError`` with code `unexpectedAnswer` if the text is not JSON.
    public static func parse(_ text: String) throws -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        } catch {
            throw HarnessError(.unexpectedAnswer, "expected JSON, found: \(text.prefix(200))")
        }
    }
}
