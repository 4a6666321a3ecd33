internal import MeshModel
internal import TextFormats

/// A JSON object built member by member; nil and empty values are left out.
struct JSONFields {
    private(set) var members: [JSONValue.Member] = []

    var value: JSONValue { .object(members) }

    mutating func add(_ name: String, _ value: JSONValue) { members.append(JSONValue.Member(name, value)) }

    mutating func add(_ name: String, text: String?) {
        guard let text, !text.isEmpty else { return }
        add(name, .string(text))
    }

    mutating func add(_ name: String, number: (some BinaryInteger)?) {
        if let number { add(name, .number(JSONNumber(number))) }
    }

    /// Adds a share, rounded to a millionth.
    mutating func add(_ name: String, share: Double) {
        add(name, Self.share(share))
    }

    /// A share as a number, to a millionth.
    static func share(_ share: Double) -> JSONValue {
        .number(JSONNumber((share * 1_000_000).rounded() / 1_000_000) ?? JSONNumber(0))
    }

    mutating func add(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { add(name, .array(texts.map { .string($0) })) }
    }

    mutating func add(_ name: String, object: ObjectReference?) {
        guard let object else { return }
        var fields = JSONFields()
        fields.add("kind", text: object.kind)
        fields.add("namespace", text: object.namespace)
        fields.add("name", text: object.name)
        fields.add("cluster", text: object.cluster.name)
        fields.add("at", text: object.location.description)
        add(name, fields.value)
    }

    mutating func add(_ name: String, locality: Locality) {
        if !locality.isEmpty { add(name, .string(locality.description)) }
    }
}
