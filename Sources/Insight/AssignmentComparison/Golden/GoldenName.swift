internal import EnvoyMessages
internal import MeshModel

/// Names of golden files: readable, stable, valid on every file system, and unique.
public enum GoldenName {
    /// The maximum length of a part of a name before it is hashed; a name has two parts, and file systems allow 255
    /// bytes.
    private static let longestPart = 100

    /// Returns the name of the file for a cluster and the first of the proxies that get the same assignment.
    ///
    /// Lower-case letters, digits, `.`, `-` and `_` are kept, `|` becomes a comma, and anything else becomes `%` and
    /// two hexadecimal
    /// digits; so do capital letters, which some file systems do not distinguish. A part that is too long ends in `~`
    /// and a hash.
    public static func file(cluster: String, proxy: String) -> String {
        "\(part(cluster))@\(part(proxy)).yaml"
    }

    /// Returns the labels of proxies in file names: `name.namespace` of an Istio node id if it is unique, otherwise the
    /// id.
    public static func labels(of nodes: some Sequence<String>) -> [String: String] {
        var owners: [String: Set<String>] = [:]
        for node in nodes { owners[EnvoyNode.workload(ofID: node), default: []].insert(node) }
        var labels: [String: String] = [:]
        // A short name that equals another proxy's whole id would be ambiguous.
        let ids = Set(owners.values.joined())
        for (short, nodes) in owners {
            for node in nodes {
                labels[node] = nodes.count == 1 && (short == node || !ids.contains(short)) ? short : node
            }
        }
        return labels
    }

    private static func part(_ text: String) -> String {
        let encoded = encode(text, keeping: "")
        guard encoded.utf8.count > longestPart else { return encoded }
        return "\(encoded.prefix(longestPart - 17))~\(ContentHash(Array(text.utf8)))"
    }

    /// Returns the text in characters that are safe in file names; different texts stay different.
    static func encode(_ text: String, keeping kept: String) -> String {
        guard !text.isEmpty else { return "%" }
        var name = ""
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "."):
                // A leading dot would hide the file.
                name += index == 0 ? "%2e" : "."
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "|"): name += ","
            case _ where kept.utf8.contains(byte): name.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16)
                name += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return name
    }
}
