/// The sections of the manual page that apply to all commands.
enum ManualTopics {
    static func append(to page: inout RoffWriter) {
        section("EXIT STATUS", exitStatuses, &page)
        section("ENVIRONMENT", environment, &page)
        section("FILES", files, &page)
        section("SIGNALS", signals, &page)
    }

    private static func section(_ title: String, _ entries: [(String, String)], _ page: inout RoffWriter) {
        page.request("SH", title)
        for (tag, body) in entries { page.entry(tag, body) }
    }

    private static let exitStatuses = [
        ("0", "Success."),
        (
            "1",
            "Success with findings: lint findings, differences, or a requirement that is not met."
        ),
        ("2", "Usage error."),
        ("3", "Invalid input; the error has file, line and column, and what was found and expected."),
        ("4", "A source or address is unreachable, or a file cannot be written."),
    ]

    private static let environment = [
        ("NO_COLOR", "If it is set and not empty, text is not coloured, unless --color is always."),
        ("TERM", "With the value dumb, text is not coloured."),
        (
            "EDS_TRANSLATOR_PAGER, PAGER",
            "The pager for text that is longer than the terminal; the first one that is set is used, and an empty one or "
                + "cat disables it."
        ),
        ("KUBECONFIG", "The kubeconfigs of live clusters, unless --kubeconfig names them."),
        ("CI", "If it is set, the golden commands write nothing."),
        (
            "NOTIFY_SOCKET",
            "The socket on which serve and replay report to the service manager that they are ready, reload or stop."
        ),
        ("WATCHDOG_USEC, WATCHDOG_PID", "The interval of keepalive messages to the service manager."),
    ]

    private static let files = [
        ("mesh-directory.yaml", "The config cluster, the system namespace and the domain of a mesh directory."),
        ("mesh.yaml, mesh-networks.yaml", "MeshConfig and MeshNetworks; both are optional."),
        ("dns.yaml", "Pinned addresses of the host names of gateways; optional."),
        ("clusters/ID/*.yaml, *.json", "What the API server of each cluster lists."),
        ("proxies.yaml", "The proxies that commands use if none is named; optional."),
        ("lint.yaml", "Suppressed findings of lint, with reasons; optional."),
        ("golden/", "Golden files of the golden commands."),
    ]

    private static let signals = [
        ("SIGHUP", "serve reads the mesh directory, certificates and rules again."),
        ("SIGUSR1", "serve sends every client its endpoints again, although they did not change."),
        ("SIGTERM, SIGINT", "serve closes all streams gracefully and exits."),
    ]
}
