internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The system's description of a failed connection.
enum ConnectionErrorText {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            return error.connectionErrors.first.map { of($0.error) } ?? "the name \(error.host) has no address"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case let error as ChannelError:
            if case .connectTimeout = error { return "no connection in time" }
            return "\(error)"
        default: return "\(error)"
        }
    }
}
