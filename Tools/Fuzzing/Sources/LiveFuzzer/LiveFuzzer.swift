internal import FuzzSupport
internal import MeshModel
internal import TextFormats

@testable internal import MeshSources

/// Fuzzes responses of API servers and lines of recordings; the first byte selects the resource kind and the type of
/// input.
///
/// The recording of a valid object is valid.
enum LiveFuzzer {
    private static let cluster = ClusterID("fuzzed")

    static func test(_ input: Input) {
        var input = input
        let choice = Int(input.byte())
        let kind = ObjectKind.all[choice % ObjectKind.all.count]
        switch choice / ObjectKind.all.count % 3 {
        case 0: list(input.array, kind)
        case 1: events(input, kind)
        default: timeline(input)
        }
    }

    private static func list(_ bytes: [UInt8], _ kind: ObjectKind) {
        let list = try? ObjectList(
            json: bytes,
            of: kind,
            cluster: cluster,
            systemNamespace: "istio-system",
            keepsContent: true
        )
        for object in list?.objects ?? [] { check(object, kind) }
    }

    private static func events(_ input: Input, _ kind: ObjectKind) {
        for line in input.lines {
            let event = try? WatchEvent(
                json: Array(line.utf8),
                of: kind,
                cluster: cluster,
                systemNamespace: "istio-system",
                keepsContent: true
            )
            if case .changed(let object) = event { check(object, kind) }
        }
    }

    private static func timeline(_ input: Input) {
        for (number, line) in input.lines.enumerated() {
            let event = try? TimelineEvent(
                json: Array(line.utf8),
                file: "timeline.jsonl",
                line: number + 1,
                systemNamespace: "istio-system",
                keepsContent: true
            )
            if case .changed(let kind, let object) = event?.action { check(object, kind) }
        }
    }

    private static func check(_ object: LiveObject, _ kind: ObjectKind) {
        guard object.problem == nil, let content = object.content else { return }
        let text = "{\"items\":[\(JSONValue(content).text())],\"metadata\":{}}"
        let again = try? ObjectList(
            json: Array(text.utf8),
            of: kind,
            cluster: object.objects.id,
            systemNamespace: "istio-system"
        )
        guard let read = again?.objects.first else { return require(false, "a recording that cannot be read: \(text)") }
        require(read.name == object.name, "another name in the recording: \(text)")
        require(read.problem == nil, "what is recorded cannot be used: \(text)")
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    LiveFuzzer.test(Input(data, size))
    return 0
}
