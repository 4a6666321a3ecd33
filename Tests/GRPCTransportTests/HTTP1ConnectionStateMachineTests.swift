import NIOCore
import NIOHTTP1
import Testing

@testable import GRPCTransport

@Suite("HTTP/1.1 connection state machine")
struct HTTP1ConnectionStateMachineTests {
    private static let limits = HTTP1ConnectionStateMachine.Limits(
        head: .seconds(10),
        body: .seconds(20),
        idle: .seconds(300),
        writing: .seconds(60),
        bodyLength: 100
    )
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private static func machine() -> HTTP1ConnectionStateMachine {
        HTTP1ConnectionStateMachine(limits: limits, openedAt: start)
    }

    private static func request(
        _ fields: [(String, String)] = [],
        version: HTTPVersion = .http1_1
    ) throws -> HTTP1Request {
        let headers = HTTPHeaders([("host", "x")] + fields)
        return try HTTP1Request(.init(version: version, method: .POST, uri: "/a", headers: headers))
    }

    private static func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test("The phases go from head to body to response and back")
    func phases() throws {
        var machine = Self.machine()
        machine.receivedBytes(at: Self.at(1))
        #expect(machine.phase == .receivingHead)
        try machine.receivedHead(Self.request(), at: Self.at(2))
        #expect(machine.phase == .receivingBody)
        #expect(!machine.isBusy)
        machine.receivedEnd(at: Self.at(3))
        #expect(machine.phase == .answering)
        #expect(machine.isBusy)
        machine.answered(at: Self.at(4))
        #expect(machine.isBusy)
        machine.written(at: Self.at(5))
        #expect(machine.phase == .awaitingHead)
        #expect(!machine.isBusy)
    }

    @Test("Every phase of the client has a deadline, and the handler's response has none")
    func deadlines() throws {
        var machine = Self.machine()
        #expect(machine.deadline == Self.at(10))
        // The deadline of the first head starts with the connection, however late its first byte arrives.
        machine.receivedBytes(at: Self.at(9))
        #expect(machine.deadline == Self.at(10))
        #expect(machine.expiry(at: Self.at(9)) == nil)
        guard case .refuse(let late)? = machine.expiry(at: Self.at(10)) else {
            throw RawConnectionError(text: "no 408")
        }
        #expect(late.status == 408)
        try machine.receivedHead(Self.request(), at: Self.at(9))
        #expect(machine.deadline == Self.at(29))
        machine.receivedEnd(at: Self.at(10))
        #expect(machine.deadline == nil)
        #expect(machine.expiry(at: Self.at(100_000)) == nil)
        machine.answered(at: Self.at(1_000))
        #expect(machine.deadline == Self.at(1_060))
        #expect(machine.expiry(at: Self.at(1_060)) == .close)
        machine.written(at: Self.at(1_001))
        #expect(machine.deadline == Self.at(1_301))
        #expect(machine.expiry(at: Self.at(1_301)) == .close)
        machine.receivedBytes(at: Self.at(1_300))
        #expect(machine.deadline == Self.at(1_310))
        machine.receivedBytes(at: Self.at(1_305))
        #expect(machine.deadline == Self.at(1_310))
    }

    @Test("A body that is announced or becomes too long is rejected")
    func bodies() throws {
        var machine = Self.machine()
        try machine.receivedHead(Self.request([("content-length", "100")]), at: Self.start)
        try machine.receivedBody(bytes: 60)
        try machine.receivedBody(bytes: 40)
        #expect(throws: HTTP1RequestError.self) { () throws in try machine.receivedBody(bytes: 1) }
        var other = Self.machine()
        #expect(throws: HTTP1RequestError.self) {
            try other.receivedHead(Self.request([("content-length", "101")]), at: Self.start)
        }
        other.refused(at: Self.start)
        #expect(other.isLast)
        other.written(at: Self.start)
        #expect(other.phase == .lingering)
        #expect(other.expiry(at: Self.at(1)) == .close)
    }

    @Test(
        "The connection ends after the response if the client or the protocol requires it",
        arguments: [
            ([("connection", "close")], HTTPVersion.http1_1, true), ([], .http1_1, false), ([], .http1_0, true),
            ([("connection", "keep-alive")], .http1_0, false),
            ([("connection", "upgrade"), ("upgrade", "h2c")], .http1_1, true),
        ]
    )
    func last(fields: [(String, String)], version: HTTPVersion, isLast: Bool) throws {
        var machine = Self.machine()
        try machine.receivedHead(Self.request(fields, version: version), at: Self.start)
        #expect(machine.isLast == isLast)
    }

    @Test("A drain closes an idle connection at once, and otherwise after the response")
    func drain() throws {
        var idle = Self.machine()
        let endsAtOnce = idle.drain()
        #expect(endsAtOnce)
        var busy = Self.machine()
        try busy.receivedHead(Self.request(), at: Self.start)
        let endsNow = busy.drain()
        #expect(!endsNow)
        #expect(busy.isLast)
        busy.receivedEnd(at: Self.start)
        busy.answered(at: Self.start)
        busy.written(at: Self.start)
        #expect(busy.phase == .lingering)
    }
}

@Suite("HTTP/1.x request heads")
struct HTTP1RequestTests {
    @Test(
        "A head contains a path and an authority",
        arguments: [
            ("/a?b", "host", "/a?b"), ("http://x:1/a?b", "x:1", "/a?b"), ("HTTPS://x", "x", "/"),
            ("http://x?b", "x", "/?b"), ("*", "host", "*"),
        ]
    )
    func target(uri: String, authority: String, path: String) throws {
        let head = NIOHTTP1.HTTPRequestHead(
            version: .http1_1,
            method: .POST,
            uri: uri,
            headers: ["Host": "host", "X-Odd": "1"]
        )
        let request = try HTTP1Request(head)
        #expect(request.head.authority == authority)
        #expect(request.head.path == path)
        #expect(request.head.firstValue(of: "x-odd") == "1")
    }

    @Test(
        "A head that violates HTTP/1.1 is rejected",
        arguments: [
            ([], HTTPVersion.http1_1, 400), ([("host", "a"), ("host", "b")], .http1_1, 400),
            ([("host", "a"), ("host", "b")], .http1_0, 400), ([("host", "a"), ("expect", "200-ok")], .http1_1, 417),
            ([], .http1_0, nil), ([("expect", "200-ok")], .http1_0, nil), ([("host", "a")], .http1_1, nil),
        ] as [([(String, String)], HTTPVersion, Int?)]
    )
    func forbidden(fields: [(String, String)], version: HTTPVersion, status: Int?) {
        let head = NIOHTTP1.HTTPRequestHead(version: version, method: .GET, uri: "/", headers: HTTPHeaders(fields))
        var found: Int?
        do throws(HTTP1RequestError) { _ = try HTTP1Request(head) } catch { found = error.status }
        #expect(found == status)
    }
}
