internal import ArgumentParser
internal import AssignmentComparison

/// `golden accept`: accepts the differences that verify found.
struct GoldenAccept: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Replace golden files by the new states that verify wrote.",
        discussion: """
            EXAMPLES:
              eds-translator golden accept mesh --only 'outbound|80||web.shop.svc.cluster.local'
              eds-translator golden accept mesh
            """
    )

    @OptionGroup var location: GoldenLocation

    @Option(help: ArgumentHelp("Only this file, or all of this cluster; may be repeated.", valueName: "name"))
    var only: [String] = []

    func run() throws {
        try ContinuousIntegration.refuse("accept")
        let folder = location.folder
        let pending = folder.pending()
        var chosen: Set<String> = []
        for name in only {
            let found = pending.filter { GoldenPending.isMeant($0, name, in: folder) }
            guard !found.isEmpty else {
                throw CommandFailure(.usage, "no pending file matches \"\(name)\": golden verify lists them")
            }
            chosen.formUnion(found)
        }
        for path in pending where only.isEmpty || chosen.contains(path) {
            try folder.accept(path)
            print("accepted  \(folder.path)/\(path)")
        }
        if pending.isEmpty { print("nothing to accept in \(folder.path)") }
    }
}

/// Files with a pending decision.
enum GoldenPending {
    /// Returns a Boolean value that indicates whether a name matches a file: its path, its file name, with or without
    /// the suffix, or its cluster.
    static func isMeant(_ path: String, _ name: String, in folder: GoldenFolder) -> Bool {
        var name = name
        if name.hasSuffix(GoldenFolder.suffix) { name.removeLast(GoldenFolder.suffix.count) }
        if path == name || path.hasSuffix("/" + name) || "\(folder.path)/\(path)" == name { return true }
        guard let bytes = folder.bytes(of: path + GoldenFolder.suffix) else { return false }
        return (try? GoldenFile(reading: bytes))?.assignment.name == name
    }

    /// Returns the human-readable difference that accepting a file would make.
    static func difference(of path: String, in folder: GoldenFolder, _ style: Style) throws -> [String] {
        let new: GoldenFile
        do throws(DumpError) {
            new = try GoldenFile(reading: folder.bytes(of: path + GoldenFolder.suffix) ?? [])
        } catch {
            throw CommandFailure(.badInput, "\(folder.path)/\(path)\(GoldenFolder.suffix): \(error)")
        }
        guard let bytes = folder.bytes(of: path), let old = try? GoldenFile(reading: bytes) else {
            return ["  new: \(GoldenReport.summary(new))"]
        }
        return GoldenReport.lines(old, new, most: 50, style)
    }
}
