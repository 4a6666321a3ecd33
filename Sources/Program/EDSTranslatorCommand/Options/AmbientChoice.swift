internal import ArgumentParser
internal import MeshModel

/// The value of `--ambient`.
enum AmbientChoice: String, ExpressibleByArgument, CaseIterable {
    case off
    case single
    case multiNetwork = "multi-network"

    /// The mode that is chosen.
    var mode: AmbientMode {
        switch self {
        case .off: .off
        case .single: .single
        case .multiNetwork: .multiNetwork
        }
    }

    /// The arguments with a value for every `--ambient` that stands alone, as it was written before there were modes.
    static func completed(_ arguments: [String]) -> [String] {
        var result: [String] = []
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return result + arguments[index...] }
            result.append(argument)
            guard argument == "--ambient" else { continue }
            let next = index + 1 < arguments.count ? arguments[index + 1] : ""
            if AmbientChoice(rawValue: next) == nil { result.append(multiNetwork.rawValue) }
        }
        return result
    }
}
