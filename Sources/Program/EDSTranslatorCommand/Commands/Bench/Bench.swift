internal import ArgumentParser
internal import LoadGenerator
internal import MeshModel
internal import MeshSources
internal import TranslationBench

/// `bench`: measures endpoint generation in this process.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the generation of endpoints in this process: time, allocations, memory.",
        discussion: """
            Shapes are ENDPOINTS-PER-SERVICE/SERVICES over four clusters and networks, 1000/1-direct in one network. \
            A mesh directory is measured with the proxies and resources of its proxies.yaml.

            Times are processor time of the working thread. The table's time, allocations and bytes are per \
            repetition; kept is the memory that the result occupies while it is held.

            MODES:
              cold     all assignments of one proxy, with empty caches
              prepared all assignments of one proxy, after the endpoints were packed for another one
              warm     the same assignments for the same proxy again
              changed  one endpoint of a service changes: new bytes for every proxy
              views    all assignments of every proxy in each of 25 localities
              read     from YAML files on disk to the assignments of one proxy
              memory   the memory of a large mesh

            EXAMPLES:
              eds-translator bench --shape 100/10 --mode cold --mode changed
              eds-translator bench Examples/west-east --seconds 0.2
              eds-translator bench --shape 10/10 --mode cold --json before.json
              eds-translator bench --shape 10/10 --mode cold --compare before.json --fail-over 1.2
              eds-translator bench --shape 100/10 --export mesh
            """
    )

    @Argument(help: "A mesh directory to measure instead of shapes.", completion: .directory)
    var directory: String?

    @Option(help: ArgumentHelp("A shape; may be repeated. Default: ten of them.", valueName: "shape"))
    var shape: [String] = []

    @Option(
        help: ArgumentHelp("A mode; may be repeated. Default: all applicable modes.", valueName: "mode"),
        completion: .list(BenchMode.allCases.map(\.rawValue)),
        transform: Bench.mode
    )
    var mode: [BenchMode] = []

    @Option(
        help: ArgumentHelp(
            "Time for the repetitions of each measurement; at least three are made.",
            valueName: "seconds"
        )
    )
    var seconds = 1.0

    @Option(help: ArgumentHelp("Number of endpoints for mode read.", valueName: "number"))
    var readEndpoints = 50_000

    @Option(help: ArgumentHelp("Number of endpoints for mode memory.", valueName: "number"))
    var memoryEndpoints = 1_000_000

    @Option(
        help: ArgumentHelp("The rule set: standard or istio-1.30, followed by single differences.", valueName: "rules"),
        completion: .list(RuleOptions.ruleSets)
    )
    var semantics = "standard"

    @Option(help: ArgumentHelp("The commit that this program was built from, for the result.", valueName: "text"))
    var commit = ""

    @Option(help: ArgumentHelp("Write the result as JSON.", valueName: "file"), completion: .file())
    var json: String?

    @Option(help: ArgumentHelp("Show the ratios to an earlier result.", valueName: "file"), completion: .file())
    var compare: String?

    @Option(
        help: ArgumentHelp(
            "Exit with status 1 if any figure exceeds the earlier one by this factor.",
            valueName: "factor"
        )
    )
    var failOver: Double?

    @Option(
        help: ArgumentHelp(
            "Write the mesh directory of the shape, one file per service and cluster, without measuring.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var export: String?

    @Flag(help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard seconds > 0, seconds <= 3_600 else {
            throw ValidationError("--seconds must be more than 0 and at most 3600.")
        }
        guard (1...3_000_000).contains(readEndpoints), (1...3_000_000).contains(memoryEndpoints) else {
            throw ValidationError("The number of endpoints must be 1 to 3000000.")
        }
        if directory != nil, !shape.isEmpty {
            throw ValidationError("--shape cannot be combined with a mesh directory.")
        }
        if directory != nil, mode.contains(where: { !$0.isOfMesh }) {
            throw ValidationError("Modes read and memory cannot be combined with a mesh directory.")
        }
        if export != nil, shape.count != 1 { throw ValidationError("--export requires exactly one --shape.") }
        if failOver != nil, compare == nil { throw ValidationError("--fail-over requires --compare.") }
        if let failOver, !(failOver >= 1) { throw ValidationError("--fail-over must be at least 1.") }
    }

    func run() throws {
        let shapes = try parsedShapes()
        if let export, let shape = shapes.first { return try Self.write(shape, to: export) }
        let earlier = try compare.map(BenchResultFile.read)
        let host = BenchHost.current(program: EDSTranslator.configuration.version, commit: commit)
        if host.isDebugBuild { StandardError.write(BenchTable.debugWarning) }
        let measuring = BenchMeasuring(semantics: try rules(), seconds: seconds) { line in
            if !quiet { StandardError.write(line) }
        }
        let measurements: [Measurement]
        if let directory {
            measurements = try measuring.measure(directory: directory, modes)
        } else {
            measurements =
                try measuring.measure(shapes, modes)
                + measuring.measureOwnMeshes(modes, reading: readEndpoints, holding: memoryEndpoints)
        }
        let report = BenchReport(host: host, measurements: measurements)
        for line in BenchTable.lines(report) { print(line) }
        if let json { try OutputFiles.write(Array(report.json.utf8), to: json) }
        if let earlier { try judge(BenchComparison(report, with: earlier), earlier.host) }
    }

    /// The selected modes; by default all that apply to the selected meshes.
    private var modes: [BenchMode] {
        guard mode.isEmpty else { return mode }
        return BenchMode.allCases.filter { $0.isOfMesh || (directory == nil && shape.isEmpty) }
    }

    private func parsedShapes() throws -> [MeshShape] {
        guard !shape.isEmpty else { return MeshShape.usual }
        return try shape.map { text in
            guard let shape = MeshShape(parsing: text) else {
                throw CommandFailure(
                    .usage,
                    "invalid shape \"\(text)\": expected for example 100/10 or 1000/1-direct, with at most 3000000 endpoints"
                )
            }
            return shape
        }
    }

    private static func mode(_ text: String) throws -> BenchMode {
        guard let mode = BenchMode(rawValue: text) else {
            let modes = BenchMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("invalid mode \"\(text)\": expected one of \(modes)")
        }
        return mode
    }

    private func rules() throws -> TranslationSemantics {
        do {
            return try TranslationSemantics(parsing: semantics)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    private static func write(_ shape: MeshShape, to folder: String) throws {
        for file in ShapeManifests(shape).filesByService {
            let path = "\(folder)/\(file.path)"
            try OutputFiles.makeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
            try OutputFiles.write(file.bytes, to: path)
        }
    }

    private func judge(_ comparison: BenchComparison, _ earlier: BenchHost) throws {
        print("")
        for line in BenchTable.lines(comparison, earlier) { print(line) }
        guard let failOver else { return }
        let regressions = comparison.regressions(over: failOver)
        for row in regressions {
            print("more than \(failOver) times: \(row.key): \(row.figures(over: failOver).joined(separator: ", "))")
        }
        if !regressions.isEmpty { throw CommandFailure(.findings, "\(regressions.count) measurements are worse") }
    }
}
