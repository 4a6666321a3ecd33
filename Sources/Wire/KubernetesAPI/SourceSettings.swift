internal import MeshModel

/// Bounds and intervals of everything that follows API servers.
public struct SourceSettings: Sendable {
    /// The namespace of the control plane: of its ConfigMap `istio`, and of remote secrets.
    public var systemNamespace = "istio-system"
    /// Whether objects keep their content, for recordings.
    public var keepsContent = false
    /// What the program is called in requests.
    public var userAgent = "eds-translator"
    /// How many objects one page of a list has.
    public var pageSize = 500
    /// Whether lists are streamed by servers that can.
    public var prefersStreamingLists = true
    /// The longest that a connection takes to come about.
    public var connectTimeout = Duration.seconds(10)
    /// The longest silence within an answer that is no watch.
    public var answerSilence = Duration.seconds(60)
    /// The longest silence of a watch: servers send a bookmark every minute.
    public var watchSilence = Duration.seconds(180)
    /// How many seconds the server is asked to keep a watch open, taken at random.
    public var watchSeconds = 300...600
    /// Waits after failures.
    public var backoff = BackoffBounds()
    /// The wait after an answer that something is forbidden: nothing but an administrator changes that.
    public var forbiddenWait = Duration.seconds(60)
    /// How often kinds that are not installed are looked for.
    public var discoveryInterval = Duration.seconds(60)
    /// The largest answer that is no watch, in bytes.
    public var answerBytes = 256 << 20
    /// The largest line of a watch, in bytes: one object.
    public var lineBytes = 16 << 20
    /// The longest that a plugin may run.
    public var pluginTimeout = Duration.seconds(60)
    /// Numbers from 0 up to 1.
    public var random: @Sendable () -> Double = { .random(in: 0..<1) }
    /// Milliseconds since 1970.
    public var now: @Sendable () -> Int64 = { WallClock.milliseconds() }

    /// Makes the default settings.
    public init() {}
}

/// Between which waits failures back off.
public struct BackoffBounds: Hashable, Sendable {
    /// About the wait after the first failure.
    public var first = Duration.milliseconds(800)
    /// The longest wait.
    public var longest = Duration.seconds(30)

    /// Makes the default bounds.
    public init(first: Duration = .milliseconds(800), longest: Duration = .seconds(30)) {
        self.first = first
        self.longest = longest
    }
}

/// Waits that grow with each failure in a row.
struct Backoff: Sendable {
    let bounds: BackoffBounds
    private(set) var failures = 0

    init(_ bounds: BackoffBounds) { self.bounds = bounds }

    /// The wait after one more failure: twice the one before, half of it at random so that not all come back at once.
    mutating func next(random: Double) -> Duration {
        let growth = 1 << min(failures, 20)
        failures += 1
        let full = min(bounds.first * growth, bounds.longest)
        return full / 2 + full / 2 * random
    }

    /// Begins anew after a success.
    mutating func reset() { failures = 0 }
}
