internal import ArgumentParser
internal import AssignmentComparison
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import TextFormats

/// `what-if`: shows the effect of a change before it is made.
struct WhatIf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the effect of a change of the mesh on its proxies, before it is made.",
        discussion: """
            All changes are applied together. Nothing is written. Exits with 0 if no proxy is affected, with 1 if any \
            is.

            EXAMPLES:
              eds-translator what-if --example --without-gateway 127.2.255.1
              eds-translator what-if Examples/west-east --lose-cluster east-cluster
              eds-translator what-if mesh --label-namespace east-cluster/istio-system=east-network \
              --without-mesh-networks
              eds-translator what-if mesh --overlay change
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var changes: ChangeOptions

    @OptionGroup var selection: ProxySelection

    @OptionGroup var names: NameOptions

    @Option(help: ArgumentHelp("Maximum number of hosts in the text.", valueName: "count"))
    var maxDiff = 200

    @Option(name: [.short, .long], help: "text or json.")
    var output = ReportFormat.text

    @OptionGroup var text: TextOutputOptions

    func validate() throws {
        guard maxDiff >= 0 else { throw ValidationError("--max-diff must not be negative.") }
        guard !changes.isEmpty else {
            throw ValidationError(
                "Missing change: pass --overlay, --without-gateway, --label-namespace or another one."
            )
        }
    }

    func run() async throws {
        let directory = try input.read()
        let before = MeshAnswers(directory, try await names.infer(directory, input.rules))
        let edits = try changes.edits()
        var changed = try changes.overlaid(directory, input)
        var deletions: [MeshEdit] = []
        if let overlay = try changes.overlayFiles() {
            do throws(DumpError) {
                deletions = try overlay.deletions().map { .delete($0) }
            } catch {
                throw CommandFailure(.badInput, error.description)
            }
        }
        for edit in deletions + edits {
            do {
                try changed.apply(edit, in: before.mesh.snapshot)
            } catch {
                throw CommandFailure(.badInput, error.description)
            }
        }
        let networks = before.mesh.snapshot.networksByAddress()
        let after = MeshAnswers(changed, try await names.infer(changed, input.rules))
        let askers = try selection.askers(directory)
        let report = ImpactReport(
            edits: (changes.overlay.map { ["overlay \($0)"] } ?? []) + (deletions + edits).map(\.description),
            proxyCount: Set(askers.map(\.node.id)).count,
            impacts: try askers.flatMap { try impacts(for: $0, before, after, networks) }
        )
        switch output {
        case .json: print(report.json.text(pretty: true))
        case .text: text.show(ImpactText(report: report, most: maxDiff, style: text.style).lines)
        }
        if !report.impacts.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func impacts(
        for asker: ProxySelection.Asker,
        _ before: MeshAnswers,
        _ after: MeshAnswers,
        _ networks: [String: String]
    ) throws -> [Impact] {
        // An overlay may change the node.
        let node = after.directory.proxies.first { $0.node.id == asker.node.id }?.node ?? asker.node
        let proxies = (before.mesh.proxy(for: asker.node), after.mesh.proxy(for: node))
        var names = Set(asker.resources)
        if names.isEmpty { names = Set(before.mesh.names(for: proxies.0) + after.mesh.names(for: proxies.1)) }
        return try names.sorted().map { name in
            Impact(
                node: asker.node.id,
                network: (proxies.0.network.name, proxies.1.network.name),
                before: try before.assignment(name, for: proxies.0),
                after: try after.assignment(name, for: proxies.1),
                networks: networks
            )
        }
    }
}
