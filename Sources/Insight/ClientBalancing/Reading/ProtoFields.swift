internal import MeshModel
internal import MeshSources

/// The fields of one message of proto3 JSON, under their JSON names or their proto names.
struct ProtoFields {
    let mapping: ManifestMapping

    init(_ mapping: ManifestMapping) { self.mapping = mapping }

    init(_ value: ManifestValue) throws(InputError) { mapping = try value.mapping() }

    /// The value of a field; nil when it is absent or null.
    ///
    /// - Parameter name: the JSON name, in camel case.
    subscript(name: String) -> ManifestValue? { mapping[name] ?? mapping[Self.snakeCase(name)] }

    /// A nested message; nil when it is absent.
    func message(_ name: String) throws(InputError) -> ProtoFields? {
        guard let value = self[name] else { return nil }
        return try ProtoFields(value)
    }

    /// The items of a list; none when it is absent.
    func list(_ name: String) throws(InputError) -> [ManifestValue] { try self[name]?.list() ?? [] }

    /// A text; empty when it is absent.
    func text(_ name: String) throws(InputError) -> String { try self[name]?.string() ?? "" }

    /// A truth value; false when it is absent.
    func flag(_ name: String) throws(InputError) -> Bool { try self[name]?.boolean() ?? false }

    /// A number, also in quotes or in a wrapper's `value`; nil when it is absent.
    func number(_ name: String, _ bounds: ClosedRange<Double>) throws(InputError) -> Double? {
        guard let value = self[name] else { return nil }
        let found = try Self.unwrapped(value)
        guard found.isScalar, let number = Double(found.rawText) else { throw found.unexpected("a number") }
        guard bounds.contains(number) else {
            throw InputError(
                .value,
                at: found.location,
                "\(found.rawText) is out of range, expected \(Self.text(bounds.lowerBound)) to "
                    + Self.text(bounds.upperBound)
            )
        }
        return number
    }

    /// A whole number, also in quotes or in a wrapper's `value`; nil when it is absent.
    func integer(_ name: String, _ bounds: ClosedRange<UInt64>) throws(InputError) -> UInt64? {
        guard let value = self[name] else { return nil }
        let found = try Self.unwrapped(value)
        let number = UInt64(found.rawText) ?? Double(found.rawText).flatMap { UInt64(exactly: $0) }
        guard found.isScalar, let number else { throw found.unexpected("a whole number") }
        guard bounds.contains(number) else {
            throw InputError(
                .value,
                at: found.location,
                "\(number) is out of range, expected \(bounds.lowerBound) to \(bounds.upperBound)"
            )
        }
        return number
    }

    /// The value of an enumeration, by its name or number; nil when it is absent.
    func enumeration(_ name: String, numbered names: [String]) throws(InputError) -> String? {
        guard let value = self[name] else { return nil }
        guard value.isScalar else { throw value.unexpected("one of \(names.joined(separator: ", "))") }
        if let number = Int(value.rawText) {
            return names.indices.contains(number) ? names[number] : value.rawText
        }
        return value.rawText
    }

    /// A `google.protobuf.Duration` such as `12s`, in seconds; nil when it is absent.
    func seconds(_ name: String) throws(InputError) -> Double? {
        guard let value = self[name] else { return nil }
        if !value.isScalar {
            let parts = try ProtoFields(value)
            let nanos = try parts.number("nanos", 0...1e9) ?? 0
            return (try parts.number("seconds", 0...1e12) ?? 0) + nanos / 1e9
        }
        guard value.rawText.hasSuffix("s"), let seconds = Double(value.rawText.dropLast()), seconds >= 0 else {
            throw value.unexpected("a duration in seconds such as 30s")
        }
        return seconds
    }

    /// The default of a `RuntimeDouble`, `RuntimePercent` or `Percent`, or the plain number; nil when it is absent.
    func runtimeNumber(_ name: String, _ bounds: ClosedRange<Double>) throws(InputError) -> Double? {
        guard let value = self[name] else { return nil }
        guard !value.isScalar else { return try number(name, bounds) }
        let fields = try ProtoFields(value)
        guard let inner = fields["defaultValue"], !inner.isScalar else {
            if let number = try fields.number("defaultValue", bounds) { return number }
            return try fields.number("value", bounds)
        }
        return try ProtoFields(inner).number("value", bounds)
    }

    /// Wrappers of numbers are plain in proto3 JSON; some tools write the message.
    private static func unwrapped(_ value: ManifestValue) throws(InputError) -> ManifestValue {
        guard !value.isScalar, !value.isList else { return value }
        let fields = try value.mapping("a number")
        return fields["value"] ?? value
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(number)
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase { text += "_" }
            text += character.lowercased()
        }
    }
}
