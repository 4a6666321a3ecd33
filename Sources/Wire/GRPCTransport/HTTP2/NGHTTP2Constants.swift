internal import CNghttp2

/// The constants of nghttp2 in the types of the parameters that take them.
///
/// C enums import as structs over `UInt32` or `Int32`, while the functions take `UInt8`, `UInt32`, `Int32` or `Int`.
/// All conversions are here, so that no other file contains a raw value.
enum NGHTTP2 {
    enum FrameType {
        static let data = UInt8(NGHTTP2_DATA.rawValue)
        static let headers = UInt8(NGHTTP2_HEADERS.rawValue)
        static let rstStream = UInt8(NGHTTP2_RST_STREAM.rawValue)
        static let settings = UInt8(NGHTTP2_SETTINGS.rawValue)
        static let ping = UInt8(NGHTTP2_PING.rawValue)
        static let goaway = UInt8(NGHTTP2_GOAWAY.rawValue)
    }

    enum Flag {
        static let none = UInt8(NGHTTP2_FLAG_NONE.rawValue)
        static let endStream = UInt8(NGHTTP2_FLAG_END_STREAM.rawValue)
        static let ack = UInt8(NGHTTP2_FLAG_ACK.rawValue)
    }

    enum DataFlag {
        static let endOfFile = NGHTTP2_DATA_FLAG_EOF.rawValue
        static let noEndStream = NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
        static let noCopy = NGHTTP2_DATA_FLAG_NO_COPY.rawValue
    }

    enum NameValueFlag {
        static let none = UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
    }

    enum HeadersCategory {
        static let request = NGHTTP2_HCAT_REQUEST
    }

    /// The return values of callbacks.
    enum Callback {
        static let deferred = Int(NGHTTP2_ERR_DEFERRED.rawValue)
        static let pause = NGHTTP2_ERR_PAUSE.rawValue
        static let failure = NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        static let streamFailure = NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        static let success: Int32 = 0
    }

    /// The length of a frame header in bytes.
    static let frameHeaderLength = 9
}
