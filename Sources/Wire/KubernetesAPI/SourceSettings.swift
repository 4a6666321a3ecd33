internal import MeshModel

/// The limits and intervals of the cluster sources.
public struct SourceSettings: Sendable {
    /// The namespace of the control plane, of its ConfigMap `istio` and of remote secrets.
    public var systemNamespace = "istio-system"
    /// The revision of the control plane whose ConfigMap is read; `nil` to read those of all revisions (NI-6).
    public var revision: String?
    /// A Boolean value that indicates whether objects keep their content, for recordings.
    public var keepsContent = false
    /// The `User-Agent` of requests.
    public var userAgent = "eds-translator"
    /// The number of objects in one page of a list.
    public var pageSize = 500
    /// A Boolean value that indicates whether lists are streamed if the server supports it.
    public var prefersStreamingLists = true
    /// The longest time to connect.
    public var connectTimeout = Duration.seconds(10)
    /// The longest time without data within a response that is not a watch.
    public var answerSilence = Duration.seconds(60)
    /// The longest time without data in a streaming list whose initial events have not ended.
    public var streamSilence = Duration.seconds(5)
    /// The longest time of the initial events of a streaming list.
    public var streamDuration = Duration.seconds(60)
    /// The longest time without data in a watch: servers send a bookmark every minute.
    public var watchSilence = Duration.seconds(180)
    /// The range of the watch timeout that is requested from the server, in seconds; a random value is chosen.
    public var watchSeconds = 300...600
    /// The waits after failures.
    public var backoff = BackoffBounds()
    /// The longest wait between requests for a kind that is forbidden or not installed.
    public var dormantWait = Duration.seconds(60)
    /// The largest response that is not a watch, in bytes.
    public var answerBytes = 256 << 20
    /// The largest line of a watch (one object), in bytes.
    public var lineBytes = 16 << 20
    /// The largest number of objects of a cluster.
    public var clusterObjects = 1_000_000
    /// The largest size of a cluster's objects as the server sends them, in bytes.
    public var clusterBytes = 1 << 30
    /// The longest run time of a plugin.
    public var pluginTimeout = Duration.seconds(60)
    /// A closure that returns random numbers from 0 up to 1.
    public var random: @Sendable () -> Double = { .random(in: 0..<1) }
    /// A closure that returns the milliseconds since 1970.
    public var now: @Sendable () -> Int64 = { WallClock.milliseconds() }

    /// Makes the default settings.
    public init() {}
}

/// The range of the waits after failures.
public struct BackoffBounds: Hashable, Sendable {
    /// The approximate wait after the first failure.
    public var first = Duration.milliseconds(800)
    /// The longest wait.
    public var longest = Duration.seconds(30)

    /// Makes the default bounds.
    public init(first: Duration = .milliseconds(800), longest: Duration = .seconds(30)) {
        self.first = first
        self.longest = longest
    }
}

/// The waits, which grow with each consecutive failure.
struct Backoff: Sendable {
    let bounds: BackoffBounds
    private(set) var failures = 0

    init(_ bounds: BackoffBounds) { self.bounds = bounds }

    /// Returns the wait after one more failure: twice the previous one, half of it at random to spread retries.
    mutating func next(random: Double) -> Duration {
        let growth = 1 << min(failures, 20)
        failures += 1
        let full = min(bounds.first * growth, bounds.longest)
        return full / 2 + full / 2 * random
    }

    /// Starts anew after a success.
    mutating func reset() { failures = 0 }
}
