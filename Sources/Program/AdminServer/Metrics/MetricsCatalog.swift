public import PrometheusMetrics

/// Every metric of the program: its name and description.
public enum MetricsCatalog {
    /// All metrics, ascending by name.
    public static let descriptions: [MetricDescription] =
        (streams + pushes + states + inputs + processes).sorted { $0.name < $1.name }

    private static let streams = [
        MetricDescription("eds_translator_connections_open", "Open connections."),
        MetricDescription(
            "eds_translator_streams_open",
            "Open streams, by discovery service and variant."
        ),
        MetricDescription("eds_translator_streams_opened_total", "Streams opened."),
        MetricDescription(
            "eds_translator_streams_refused_total",
            "Streams closed because a request exceeded a limit."
        ),
        MetricDescription(
            "eds_translator_requests_total",
            "Discovery requests, by their verdict on the previous response."
        ),
        MetricDescription("eds_translator_nacks_total", "Responses rejected by clients."),
        MetricDescription(
            "eds_translator_slow_clients_total",
            "Acknowledgements that were not received within the time limit."
        ),
    ]

    private static let pushes = [
        MetricDescription("eds_translator_pushes_total", "Discovery responses sent, by reason."),
        MetricDescription(
            "eds_translator_sent_bytes_total",
            "Bytes of discovery responses, without TLS and HTTP/2 overhead."
        ),
        MetricDescription("eds_translator_assignments_sent_total", "ClusterLoadAssignments sent."),
        MetricDescription(
            "eds_translator_assignments_withheld_total",
            "ClusterLoadAssignments that are too large for a client and were not sent to it."
        ),
        MetricDescription(
            "eds_translator_empty_assignments_sent_total",
            "ClusterLoadAssignments sent without endpoints."
        ),
        MetricDescription(
            "eds_translator_change_to_ack_seconds",
            "Time from a state update to each acknowledgement of a response caused by it."
        ),
        MetricDescription("eds_translator_assignment_cache_hits_total", "Requested assignments that were cached."),
        MetricDescription(
            "eds_translator_assignment_cache_misses_total",
            "Requested assignments that had to be built."
        ),
        MetricDescription("eds_translator_event_loop_lag_seconds", "Delay of scheduled tasks on event loops."),
    ]

    private static let states = [
        MetricDescription("eds_translator_state_seconds", "Time to build a state of the mesh from its sources."),
        MetricDescription("eds_translator_states_total", "States built, by result: good or failed."),
        MetricDescription("eds_translator_state_age_seconds", "Time since the last state update."),
        MetricDescription("eds_translator_services", "Services in the newest state."),
        MetricDescription(
            "eds_translator_endpoints",
            "Endpoints in the newest state, by network; none for no known network."
        ),
        MetricDescription("eds_translator_healthy_endpoints", "Ready endpoints in the newest state, by network."),
        MetricDescription(
            "eds_translator_gateways",
            "Gateways in the newest state: resolved ones by address, unresolved by name."
        ),
        MetricDescription(
            "eds_translator_unreachable_networks",
            "Networks with endpoints whose gateways have no address."
        ),
        MetricDescription(
            "eds_translator_name_age_seconds",
            "Age of the oldest answer in use for a gateway host name."
        ),
        MetricDescription("eds_translator_names", "Gateway host names in use, by state."),
    ]

    private static let inputs = [
        MetricDescription(
            "eds_translator_input_used",
            "1 if the newest state of all sources is served, otherwise 0."
        ),
        MetricDescription(
            "eds_translator_ready",
            "1 once every source has completed its initial sync and is served, otherwise 0."
        ),
        MetricDescription("eds_translator_source_age_seconds", "Time since a source last sent or was read."),
        MetricDescription(
            "eds_translator_source_synced",
            "1 if a source is synced and its changes are received, otherwise 0."
        ),
        MetricDescription("eds_translator_source_objects", "Objects of a source."),
        MetricDescription("eds_translator_source_unreadable_objects", "Objects of a source that cannot be read."),
    ]

    private static let processes = [
        MetricDescription("eds_translator_build_info", "1, with the version."),
        MetricDescription("process_cpu_seconds_total", "Processor time used."),
        MetricDescription("process_resident_memory_bytes", "Memory in use."),
        MetricDescription("process_virtual_memory_bytes", "Address space in use."),
        MetricDescription("process_open_fds", "Open file descriptors."),
        MetricDescription("process_max_fds", "Maximum number of open file descriptors."),
        MetricDescription("process_start_time_seconds", "Start time of the process, in seconds since 1970."),
        MetricDescription("process_threads", "Threads of the process."),
    ]
}
