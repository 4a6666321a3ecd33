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

            Times are processor time of the one thread that works. The table's time, allocations and bytes are of one \
            repetition; kept is the memory that its result takes as long as it is held.

            MODES:
              cold     all assignments of one proxy, nothing being known but the snapshot
              prepared all assignments of one proxy, the endpoints being packed for another one
              warm     the same assignments for the same proxy once more
              changed  one endpoint of a service changed: to the bytes for every proxy
              views    all assignments of every proxy in each of 25 localities
              read     from YAML files on disk to the assignments of one proxy
              memory   what a large mesh takes in memory

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
        help: ArgumentHelp("A mode; may be repeated. Default: all that fit.", valueName: "mode"),
        completion: .list(BenchMode.allCases.map(\.rawValue)),
        transform: Bench.mode
    )
    var mode: [BenchMode] = []

    @Option(
        help: ArgumentHelp(
            "Time for the repetitions of each measurement; there are three at least.",
            valueName: "seconds"
        )
    )
    var seconds = 1.0

    @Option(help: ArgumentHelp("Endpoints that mode read reads.", valueName: "number"))
    var readEndpoints = 50_000

    @Option(help: ArgumentHelp("Endpoints that mode memory holds.", valueName: "number"))
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
        help: ArgumentHelp("End with 1 if any figure is more than so many times the earlier one.", valueName: "factor")
    )
    var failOver: Double?

    @Option(
        help: ArgumentHelp(
            "Write the mesh directory of the one shape, a file for each service and cluster, and measure nothing.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var export: String?

    @Flag(help: "Say nothing while it measures.")
    var quiet = false

    func validate() throws {
        guard seconds > 0, seconds <= 3_600 else { throw ValidationError("--seconds is more than 0, at most 3600.") }
        guard (1...3_000_000).contains(readEndpoints), (1...3_000_000).contains(memoryEndpoints) else {
            throw ValidationError("Expected 1 to 3000000 endpoints.")
        }
        if directory != nil, !shape.isEmpty { throw ValidationError("--shape goes without a mesh directory.") }
        if directory != nil, mode.contains(where: { !$0.isOfMesh }) {
            throw ValidationError("Modes read and memory go without a mesh directory.")
        }
        if export != nil, shape.count != 1 { throw ValidationError("--export goes with one --shape.") }
        if failOver != nil, compare == nil { throw ValidationError("--fail-over goes with --compare.") }
        if let failOver, !(failOver >= 1) { throw ValidationError("--fail-over is at least 1.") }
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
                    "\(text) is no shape, expected such as 100/10 or 1000/1-direct, of at most 3000000 endpoints"
                )
            }
            return shape
        }
    }

    private static func mode(_ text: String) throws -> BenchMode {
        guard let mode = BenchMode(rawValue: text) else {
            let modes = BenchMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(text) is no mode, expected one of \(modes)")
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
