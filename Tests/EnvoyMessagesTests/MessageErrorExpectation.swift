import EnvoyMessages
import Testing

/// Expects that a closure throws a ``MessageError`` with a code.
func expectMessageError<Result>(
    _ code: MessageError.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Result
) {
    let error = #expect(throws: MessageError.self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
}
