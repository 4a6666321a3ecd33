/// A request to the reflection service, whose messages are the same in `grpc.reflection.v1` and `v1alpha` (XP-O2).
public struct ReflectionRequestMessage: Hashable, Sendable {
    /// The query of a request.
    public enum Question: Hashable, Sendable {
        /// The file with this name.
        case fileNamed(String)
        /// The file that declares this name.
        case fileDeclaring(String)
        /// All services.
        case services
        /// Extensions, of which there are none.
        case extensions(of: String)
    }

    /// The query; nil if it is unknown.
    public private(set) var question: Question?
    /// The packed request, which the response repeats.
    public let bytes: [UInt8]
    private var host = ""

    /// Decodes a packed request.
    ///
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit.
    public init(
        decoding bytes: UnsafeRawBufferPointer,
        limits: MessageLimits = MessageLimits()
    ) throws(MessageError) {
        guard bytes.count <= limits.nameBytes * 2 else {
            throw MessageError(
                code: .limitExceeded,
                message: "request too long, expected at most \(limits.nameBytes * 2) bytes"
            )
        }
        self.bytes = Array(bytes)
        var budget = limits.fields
        var reader = WireReader(bytes)
        while let field = try reader.next(budget: &budget) {
            guard field.type == .lengthDelimited else { continue }
            if field.number == 5 {
                question = .extensions(of: "")
                continue
            }
            let text = try WireText.read(bytes, in: field.payload, limit: limits.nameBytes)
            switch field.number {
            case 1: host = text
            case 3: question = .fileNamed(text)
            case 4: question = .fileDeclaring(text)
            case 6: question = .extensions(of: text)
            case 7: question = .services
            default: continue
            }
        }
    }

    /// Encodes the response with files.
    public func answer(files: [[UInt8]]) -> [UInt8] {
        var response: [UInt8] = []
        for file in files { WireWriter.append(bytes: file, number: 1, to: &response) }
        return answer(4, response)
    }

    /// Encodes the response with the names of services.
    public func answer(services: [String]) -> [UInt8] {
        var response: [UInt8] = []
        for name in services {
            var service: [UInt8] = []
            WireWriter.append(text: name, number: 1, to: &service)
            WireWriter.append(bytes: service, number: 1, to: &response)
        }
        return answer(6, response)
    }

    /// Encodes an error response; errors are sent inside of the stream (XP-O2).
    ///
    /// - Parameter code: a `google.rpc.Code` below 128.
    public func answer(error code: UInt8, _ message: String) -> [UInt8] {
        var response: [UInt8] = [1 << 3, code]
        WireWriter.append(text: message, number: 2, to: &response)
        return answer(7, response)
    }

    private func answer(_ number: UInt8, _ response: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        WireWriter.append(text: host, number: 1, to: &output)
        WireWriter.append(bytes: bytes, number: 2, to: &output)
        WireWriter.append(bytes: response, number: number, to: &output)
        return output
    }
}
