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
        ("0", "All is well."),
        (
            "1",
            "All went well, and there is something to look at: findings, differences, a requirement that is not met."
        ),
        ("2", "The arguments are wrong."),
        ("3", "The input is wrong; what was found and what was expected is told with file, line and column."),
        ("4", "A source or address cannot be reached, or a file cannot be written."),
    ]

    private static let environment = [
        ("NO_COLOR", "If it is set and not empty, text is not coloured, unless --color always says so."),
        ("TERM", "With the value dumb, text is not coloured."),
        (
            "EDS_TRANSLATOR_PAGER, PAGER",
            "The program that shows text that is longer than the terminal; the first that is set counts, and an empty one or "
                + "cat means none."
        ),
        ("KUBECONFIG", "The kubeconfigs of live clusters, unless --kubeconfig names them."),
        ("CI", "If it is set, the golden commands write nothing."),
        ("NOTIFY_SOCKET", "Where serve and replay tell the service manager that they are ready, reload or stop."),
        ("WATCHDOG_USEC, WATCHDOG_PID", "How often the service manager wants to hear of them."),
    ]

    private static let files = [
        ("mesh-directory.yaml", "The config cluster, the system namespace and the domain of a mesh directory."),
        ("mesh.yaml, mesh-networks.yaml", "MeshConfig and MeshNetworks; both may be left out."),
        ("dns.yaml", "Pinned addresses of the host names of gateways; may be left out."),
        ("clusters/ID/*.yaml, *.json", "What the API server of each cluster lists."),
        ("proxies.yaml", "The proxies that commands answer when none is named; may be left out."),
        ("lint.yaml", "Findings of lint that are accepted, with reasons; may be left out."),
        ("golden/", "Golden files of the golden commands."),
    ]

    private static let signals = [
        ("SIGHUP", "serve reads the mesh directory, certificates and rules again."),
        ("SIGTERM, SIGINT", "serve ends all streams gracefully, and then itself."),
    ]
}
