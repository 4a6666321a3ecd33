public import PrometheusMetrics

/// Every metric of the program: its name and description.
public enum MetricsCatalog {
    /// All metrics, ascending by name.
    public static let descriptions: [MetricDescription] =
        (streams + pushes + states + inputs + processes).sorted { $0.name < $1.name }

    private static let streams = [
        MetricDescription("eds_translator_connections_open", "Connections that are open."),
        MetricDescription(
            "eds_translator_streams_open",
            "Streams that are open, by the service and form of discovery."
        ),
        MetricDescription("eds_translator_streams_opened_total", "Streams that were opened."),
        MetricDescription(
            "eds_translator_streams_refused_total",
            "Streams that were ended because of a request beyond a limit."
        ),
        MetricDescription(
            "eds_translator_requests_total",
            "Discovery requests, by what they say of the response before."
        ),
        MetricDescription("eds_translator_nacks_total", "Responses that clients refused."),
        MetricDescription(
            "eds_translator_slow_clients_total",
            "Times at which a client did not acknowledge within the time limit."
        ),
    ]

    private static let pushes = [
        MetricDescription("eds_translator_pushes_total", "Discovery responses sent, by reason."),
        MetricDescription(
            "eds_translator_sent_bytes_total",
            "Bytes of discovery responses, without those of TLS and HTTP/2."
        ),
        MetricDescription("eds_translator_assignments_sent_total", "ClusterLoadAssignments sent."),
        MetricDescription(
            "eds_translator_empty_assignments_sent_total",
            "ClusterLoadAssignments sent that have no endpoints."
        ),
        MetricDescription(
            "eds_translator_change_to_ack_seconds",
            "Time from putting a state in place to each acknowledgement of a response that was sent because of it."
        ),
        MetricDescription("eds_translator_assignment_cache_hits_total", "Assignments asked for that were made before."),
        MetricDescription("eds_translator_assignment_cache_misses_total", "Assignments asked for that had to be made."),
        MetricDescription("eds_translator_event_loop_lag_seconds", "How late event loops came to what they had to do."),
    ]

    private static let states = [
        MetricDescription("eds_translator_state_seconds", "Time to make a state of the mesh out of what sources say."),
        MetricDescription("eds_translator_states_total", "States that were made, by result: good or failed."),
        MetricDescription("eds_translator_state_age_seconds", "Time since the newest state was put in place."),
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
            "Age of the oldest answer for a gateway host name that is in use."
        ),
        MetricDescription("eds_translator_names", "Gateway host names that are followed, by state."),
    ]

    private static let inputs = [
        MetricDescription(
            "eds_translator_input_used",
            "1 if the newest state of all sources is what is served, else 0."
        ),
        MetricDescription("eds_translator_ready", "1 if every source was heard completely and is served, else 0."),
        MetricDescription("eds_translator_source_age_seconds", "Time since a source was last heard or read."),
        MetricDescription("eds_translator_source_synced", "1 if changes of a source are heard and used, else 0."),
        MetricDescription("eds_translator_source_objects", "Objects that a source has."),
    ]

    private static let processes = [
        MetricDescription("eds_translator_build_info", "1, with the version."),
        MetricDescription("process_cpu_seconds_total", "Processor time used."),
        MetricDescription("process_resident_memory_bytes", "Memory in use."),
        MetricDescription("process_virtual_memory_bytes", "Address space in use."),
        MetricDescription("process_open_fds", "Open file descriptors."),
        MetricDescription("process_max_fds", "The most file descriptors that may be open."),
        MetricDescription("process_start_time_seconds", "When the process began, in seconds since 1970."),
        MetricDescription("process_threads", "Threads of the process."),
    ]
}
