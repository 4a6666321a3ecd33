internal import ServerRuntime

extension ExitStatus {
    /// The status of a program whose server cannot start.
    init(_ code: ServerError.Code) {
        self = code == .unreachable ? .unreachable : .badInput
    }
}
