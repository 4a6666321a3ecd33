internal import ArgumentParser
internal import GRPCTransport
internal import LoadGenerator

/// The options for the server of `load`.
struct LoadServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Start a server of this program on a free port with a copy of this mesh directory, and edit the copy to make changes.",
            valueName: "directory"
        ),
        completion: .directory
    )
    var serve: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "An additional argument for that server, such as --threads; may be repeated.",
            valueName: "text"
        )
    )
    var serverArgument: [String] = []

    @Option(help: ArgumentHelp("A running server, of this or another program.", valueName: "host:port"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "The mesh directory that the target serves: load-* files are added and edited to make changes.",
            valueName: "directory"
        ),
        completion: .directory
    )
    var edit: String?

    @Option(
        help: ArgumentHelp(
            "The mesh directory of nodes and cluster names if the target is only watched.",
            valueName: "directory"
        ),
        completion: .directory
    )
    var mesh: String?

    /// Returns the selected server.
    func chosen() throws(LoadError) -> LoadPlan.Target {
        if let serve {
            guard target == nil, edit == nil, mesh == nil else {
                throw LoadError(.option, "--serve cannot be combined with --target, --edit or --mesh")
            }
            return .serve(directory: serve)
        }
        guard let target else { throw LoadError(.option, "missing --serve or --target") }
        guard let parsed = try? ListenAddress(target), case .hostname(let host, let port) = parsed.address, port > 0
        else { throw LoadError(.option, "invalid address \"\(target)\": expected for example 127.0.0.1:18000") }
        return .address(host: host, port: port, editing: edit)
    }

    func apply(to plan: inout LoadPlan) {
        plan.meshDirectory = mesh
        plan.serverArguments = serverArgument
    }
}
