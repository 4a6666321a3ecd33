internal import FuzzSupport
internal import MeshModel
internal import TextFormats

@testable internal import MeshSources

/// Reads the output of the YAML writer with the YAML reader.
enum YAMLComparison {
    /// Ends the process unless the two agree.
    static func check(_ value: JSONValue) {
        let text = value.yaml
        do throws(InputError) {
            let file = SourceFile(path: "document.yaml", text: text)
            let read = try file.firstDocument(limits: ReadingLimits()) { (root) throws(InputError) in
                try root.metadata()
            }
            require(isSame(value, read ?? .null), "another document in YAML: \(text)")
        } catch {
            // A name that stands twice is refused by one reader only, and YAML has no names of more than 1024
            // characters.
            require([.duplicate, .limit].contains(error.code) || hasLongName(value), "\(error) in YAML: \(text)")
        }
    }

    private static func isSame(_ written: JSONValue, _ read: MetadataValue) -> Bool {
        switch (written, read) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.number(let left), .number(let right)): left.double == right
        case (.array(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { member in right[member.name].map { isSame(member.value, $0) } ?? false }
        default: false
        }
    }

    private static func hasLongName(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): elements.contains(where: hasLongName)
        case .object(let members): members.contains { $0.name.utf8.count > 200 || hasLongName($0.value) }
        default: false
        }
    }
}
