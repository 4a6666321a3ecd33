import MeshSources
import Testing

@testable import KubernetesAPI

/// The requests and updates of the list-watch state machine of one kind, without sockets.
@Suite("List-watch state machine")
struct ListWatchStateMachineTests {
    struct Item: VersionedItem, Equatable {
        let name: ObjectName
        let resourceVersion: String

        init(_ name: String, _ version: String = "1") {
            self.name = ObjectName(namespace: "shop", name: name)
            resourceVersion = version
        }
    }

    typealias Machine = ListWatchStateMachine<Item>
    typealias Event = Machine.Event
    typealias Action = Machine.Action

    /// A sequence of events, each with its expected result.
    struct Step: Sendable {
        let event: Event
        let next: Action?
        var updates: [String] = []

        init(_ event: Event, _ next: Action?, tells updates: [String] = []) {
            self.event = event
            self.next = next
            self.updates = updates
        }
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isStreaming = false
        var isDiscovered = false
        let steps: [Step]
    }

    static let firstList = Action.list(limit: 2, continueToken: "")
    static let full = Action.list(limit: nil, continueToken: "")
    static let stream = Action.watch(resourceVersion: "", isStreamingList: true)
    static let first = Action.wait(.milliseconds(600))
    static let second = Action.wait(.milliseconds(1_200))
    static let third = Action.wait(.milliseconds(2_400))

    static func watch(_ version: String) -> Action { .watch(resourceVersion: version, isStreamingList: false) }
    static func verify(_ version: String) -> Action { .verify(resourceVersion: version) }
    static func page(_ names: [String], at version: String, next token: String = "") -> Event {
        .page(ItemPage(resourceVersion: version, continueToken: token, items: names.map { Item($0) }))
    }
    static func changed(_ name: String, _ version: String) -> Event { .line(.changed(Item(name, version))) }
    static func removed(_ name: String, _ version: String) -> Event {
        .line(.removed(ObjectName(namespace: "shop", name: name), resourceVersion: version))
    }
    static func bookmark(_ version: String, isEnd: Bool = false) -> Event {
        .line(.bookmark(resourceVersion: version, isInitialListEnd: isEnd))
    }
    static func failed(_ code: KubernetesError.Code, status: Int = 0, after: Duration? = nil) -> Event {
        .requestFailed(KubernetesError(code, "\(code)", status: status, retryAfter: after))
    }
    static func ended(_ code: KubernetesError.Code?, status: Int = 0, wasLong: Bool = false) -> Event {
        .watchEnded(code.map { KubernetesError($0, "\($0)", status: status) }, wasLong: wasLong)
    }
    static func line(_ code: KubernetesError.Code) -> Event { .line(.failure(KubernetesError(code, "\(code)"))) }

    /// Listed once: a and b, at version 10.
    static let listed = [
        Step(.started, firstList),
        Step(page(["a", "b"], at: "10"), watch("10"), tells: ["= a b"]),
    ]

    static let stories: [Story] = [
        Story(
            testDescription: "pages are combined, and published after the last one",
            steps: [
                Step(.started, firstList),
                Step(page(["a", "b"], at: "10", next: "t1"), .list(limit: 2, continueToken: "t1")),
                Step(page(["c", "d"], at: "10", next: "t2"), .list(limit: 2, continueToken: "t2")),
                Step(page(["e"], at: "10"), watch("10"), tells: ["= a b c d e"]),
            ]
        ),
        Story(
            testDescription: "an item on two pages is published once",
            steps: [
                Step(.started, firstList),
                Step(page(["a", "b"], at: "10", next: "t1"), .list(limit: 2, continueToken: "t1")),
                Step(page(["b", "c"], at: "10"), watch("10"), tells: ["= a b c"]),
            ]
        ),
        Story(
            testDescription:
                "pages that outlive their version are requested in one piece, at once and without a version",
            steps: [
                Step(.started, firstList),
                Step(page(["a", "b"], at: "10", next: "t1"), .list(limit: 2, continueToken: "t1")),
                Step(failed(.expired, status: 410), full),
                Step(page(["a", "b", "c"], at: "20"), watch("20"), tells: ["= a b c"]),
            ]
        ),
        Story(
            testDescription: "a failed page is requested again, without the pages before it",
            steps: [
                Step(.started, firstList),
                Step(page(["a", "b"], at: "10", next: "t1"), .list(limit: 2, continueToken: "t1")),
                Step(failed(.unreachable), first),
                Step(.proceed, .list(limit: 2, continueToken: "t1")),
                Step(page(["c"], at: "10"), watch("10"), tells: ["= a b c"]),
            ]
        ),
        Story(
            testDescription: "an unreadable list is restarted",
            steps: [
                Step(.started, firstList),
                Step(page(["a", "b"], at: "10", next: "t1"), .list(limit: 2, continueToken: "t1")),
                Step(failed(.malformed), first),
                Step(.proceed, firstList),
            ]
        ),
        Story(
            testDescription: "a list without a version is an error",
            steps: [Step(.started, firstList), Step(page(["a"], at: ""), first), Step(.proceed, firstList)]
        ),
        Story(
            testDescription: "waits double up to their limit",
            steps: [
                Step(.started, firstList), Step(failed(.server), first), Step(.proceed, firstList),
                Step(failed(.server), second), Step(.proceed, firstList), Step(failed(.unreachable), third),
                Step(.proceed, firstList), Step(failed(.server), .wait(.milliseconds(4_800))),
                Step(.proceed, firstList),
                Step(failed(.server), .wait(.milliseconds(9_600))), Step(.proceed, firstList),
                Step(failed(.server), .wait(.milliseconds(19_200))), Step(.proceed, firstList),
                Step(failed(.server), .wait(.milliseconds(22_500))), Step(.proceed, firstList),
                Step(failed(.server), .wait(.milliseconds(22_500))),
            ]
        ),
        Story(
            testDescription: "a wait that the server requests is honoured",
            steps: [
                Step(.started, firstList),
                Step(failed(.throttled, status: 429, after: .seconds(7)), .wait(.seconds(7))),
            ]
        ),
        Story(
            testDescription:
                "a forbidden kind is requested again, and confirmed by a second response of a started server",
            steps: [
                Step(.started, firstList), Step(failed(.forbidden, status: 403), first), Step(.proceed, .probe),
                Step(.started, firstList), Step(failed(.forbidden, status: 403), first), Step(.proceed, .probe),
                Step(.started, firstList), Step(failed(.forbidden, status: 403), second), Step(.proceed, .probe),
                Step(.started, firstList), Step(page(["a"], at: "10"), watch("10"), tells: ["= a"]),
            ]
        ),
        Story(
            testDescription: "nothing is requested of a server that has not started",
            steps: [
                Step(failed(.server, status: 500), first), Step(.proceed, .probe),
                Step(failed(.unreachable), second), Step(.proceed, .probe), Step(.started, firstList),
            ]
        ),
        Story(
            testDescription: "an absent kind is discovered again, the second time after a wait",
            isDiscovered: true,
            steps: [
                Step(.started, .find), Step(.found(isGuess: false), firstList),
                Step(failed(.absent, status: 404), .probe), Step(.started, .find),
                Step(.found(isGuess: false), firstList), Step(failed(.absent, status: 404), first),
                Step(.proceed, .probe), Step(.started, .find),
            ]
        ),
        Story(
            testDescription: "a kind that is not installed is looked for again, at first soon",
            isDiscovered: true,
            steps: [
                Step(.started, .find), Step(.missing, first), Step(.proceed, .probe), Step(.started, .find),
                Step(.missing, first), Step(.proceed, .probe), Step(.started, .find), Step(.missing, second),
                Step(.proceed, .probe), Step(.started, .find), Step(.found(isGuess: false), firstList),
            ]
        ),
        Story(
            testDescription: "versions are tried one after the other where discovery is forbidden",
            isDiscovered: true,
            steps: [
                Step(.started, .find), Step(.found(isGuess: true), firstList),
                Step(failed(.absent, status: 404), .probe), Step(.started, .find),
                Step(.found(isGuess: true), firstList), Step(failed(.absent, status: 404), .probe),
                Step(.started, .find), Step(.missing, first),
            ]
        ),
        Story(
            testDescription: "changes are published, except removals of unknown items",
            steps: listed + [
                Step(changed("c", "11"), nil, tells: ["+ c"]), Step(removed("a", "12"), nil, tells: ["- a"]),
                Step(removed("x", "13"), nil), Step(ended(nil), verify("13")),
            ]
        ),
        Story(
            testDescription: "a dropped watch resumes from the last version if the server still has it, without a list",
            steps: listed + [
                Step(changed("c", "11"), nil, tells: ["+ c"]), Step(ended(.interrupted), verify("11")),
                Step(.verified(resourceVersion: "12"), watch("11")), Step(bookmark("20"), nil),
                Step(ended(.interrupted), verify("20")), Step(.verified(resourceVersion: "20"), watch("20")),
            ]
        ),
        Story(
            testDescription: "a server that is behind the last version is listed again",
            steps: listed + [
                Step(ended(.unreachable), first), Step(.proceed, verify("10")),
                Step(failed(.expired, status: 504), firstList), Step(page(["a"], at: "5"), watch("5"), tells: ["= a"]),
                Step(ended(.unreachable), second), Step(.proceed, verify("5")),
                Step(.verified(resourceVersion: "4"), third), Step(.proceed, firstList),
            ]
        ),
        Story(
            testDescription: "watches that end without data are reopened after a pause",
            steps: listed + [
                Step(ended(nil), first), Step(.proceed, verify("10")),
                Step(.verified(resourceVersion: "10"), watch("10")), Step(ended(.interrupted), second),
                Step(.proceed, verify("10")), Step(.verified(resourceVersion: "10"), watch("10")),
                Step(bookmark("15"), nil), Step(ended(nil), verify("15")),
                Step(.verified(resourceVersion: "15"), watch("15")), Step(ended(nil), first),
            ]
        ),
        Story(
            testDescription: "a watch that ends after its time is reopened at once",
            steps: listed + [
                Step(ended(nil, wasLong: true), verify("10")), Step(.verified(resourceVersion: "10"), watch("10")),
                Step(ended(.interrupted, wasLong: true), verify("10")),
            ]
        ),
        Story(
            testDescription: "the watch of an unreachable server is resumed",
            steps: listed + [
                Step(ended(.unreachable), first), Step(.proceed, verify("10")), Step(failed(.unreachable), second),
                Step(.proceed, verify("10")), Step(.verified(resourceVersion: "10"), watch("10")), Step(.opened, nil),
                Step(changed("c", "11"), nil, tells: ["+ c"]),
            ]
        ),
        Story(
            testDescription:
                "an expired version leads to a list, and known items stay until it is complete",
            steps: listed + [
                Step(line(.expired), firstList),
                Step(page(["b", "c"], at: "30", next: "t"), .list(limit: 2, continueToken: "t")),
                Step(page(["d"], at: "30"), watch("30"), tells: ["= b c d"]),
            ]
        ),
        Story(
            testDescription: "lists without a working watch are repeated after a pause",
            steps: listed + [
                Step(ended(.expired, status: 410), firstList), Step(page(["a"], at: "20"), watch("20"), tells: ["= a"]),
                Step(ended(.expired, status: 410), first), Step(.proceed, firstList),
                Step(page(["a"], at: "30"), watch("30"), tells: ["= a"]), Step(bookmark("31"), nil),
                Step(line(.expired), firstList),
            ]
        ),
        Story(
            testDescription: "an unreadable line leads to a list",
            steps: listed + [Step(ended(.malformed), first), Step(.proceed, firstList)]
        ),
        Story(
            testDescription: "a silent watch is reopened, a second one leads to a list",
            steps: listed + [
                Step(ended(.silent), verify("10")), Step(.verified(resourceVersion: "10"), watch("10")),
                Step(ended(.silent), first), Step(.proceed, firstList),
                Step(page(["a"], at: "5"), watch("5"), tells: ["= a"]),
            ]
        ),
        Story(
            testDescription: "data between two silent watches resets the count",
            steps: listed + [
                Step(ended(.silent), verify("10")), Step(.verified(resourceVersion: "10"), watch("10")),
                Step(bookmark("11"), nil), Step(ended(.silent), verify("11")),
            ]
        ),
        Story(
            testDescription: "a version lower than the previous one leads to a list",
            steps: listed + [
                Step(changed("c", "11"), nil, tells: ["+ c"]), Step(bookmark("5"), firstList),
                Step(page(["a"], at: "6"), watch("6"), tells: ["= a"]),
            ]
        ),
        Story(
            testDescription: "versions that are not numbers are not compared",
            steps: listed + [
                Step(changed("c", "zz"), nil, tells: ["+ c"]), Step(bookmark("aa"), nil),
                Step(ended(nil), verify("aa")),
            ]
        ),
        Story(
            testDescription: "a watch that becomes forbidden is repeated like after any failure, and known items stay",
            steps: listed + [
                Step(ended(.forbidden, status: 403), first), Step(.proceed, verify("10")),
                Step(failed(.forbidden, status: 403), second), Step(.proceed, verify("10")),
                Step(.verified(resourceVersion: "10"), watch("10")),
            ]
        ),
        Story(
            testDescription: "an uninstalled kind becomes empty once its absence is confirmed",
            isDiscovered: true,
            steps: [
                Step(.started, .find), Step(.found(isGuess: false), firstList),
                Step(page(["a", "b"], at: "10"), watch("10"), tells: ["= a b"]),
                Step(ended(.absent, status: 404), .probe), Step(.started, .find), Step(.missing, first),
                Step(.proceed, .probe), Step(.started, .find), Step(.missing, first, tells: ["="]),
                Step(.proceed, .probe), Step(.started, .find), Step(.found(isGuess: false), firstList),
                Step(page(["z"], at: "40"), watch("40"), tells: ["= z"]),
            ]
        ),
        Story(
            testDescription: "a streaming list is published when its end is marked, and the watch continues",
            isStreaming: true,
            steps: [
                Step(.started, stream), Step(.opened, nil), Step(changed("b", "7"), nil), Step(changed("a", "3"), nil),
                Step(changed("x", "9"), nil), Step(removed("x", "10"), nil), Step(bookmark("9"), nil),
                Step(bookmark("12", isEnd: true), nil, tells: ["= a b"]), Step(changed("c", "13"), nil, tells: ["+ c"]),
                Step(ended(nil), verify("13")),
            ]
        ),
        Story(
            testDescription: "a server that does not support streaming lists is asked for pages at once, and always",
            isStreaming: true,
            steps: [
                Step(.started, stream), Step(ended(.server, status: 422), firstList),
                Step(page(["a"], at: "10"), watch("10"), tells: ["= a"]), Step(line(.expired), firstList),
            ]
        ),
        Story(
            testDescription: "a streaming list without an end is replaced by pages at once, and always",
            isStreaming: true,
            steps: [
                Step(.started, stream), Step(changed("a", "3"), nil), Step(ended(.silent), firstList),
                Step(page(["a"], at: "10"), watch("10"), tells: ["= a"]), Step(line(.expired), firstList),
            ]
        ),
        Story(
            testDescription: "a streaming list that is interrupted twice is replaced by pages",
            isStreaming: true,
            steps: [
                Step(.started, stream), Step(ended(.interrupted), first), Step(.proceed, stream),
                Step(ended(nil), second), Step(.proceed, firstList),
            ]
        ),
        Story(
            testDescription: "the wait that a server requests is not extended to the longest wait",
            steps: [
                Step(.started, firstList), Step(failed(.throttled, after: .seconds(1)), .wait(.seconds(1))),
                Step(.proceed, .list(limit: 2, continueToken: "")),
                Step(failed(.throttled, after: .seconds(1)), second), Step(.proceed, firstList),
                Step(failed(.throttled, after: .seconds(1)), third), Step(.proceed, firstList),
                Step(failed(.throttled, after: .seconds(1)), .wait(.seconds(4))), Step(.proceed, firstList),
                Step(failed(.throttled, after: .seconds(1)), .wait(.seconds(4))),
            ]
        ),
        Story(
            testDescription: "an interrupted streaming list publishes nothing of its beginning",
            isStreaming: true,
            steps: [
                Step(.started, stream), Step(changed("a", "3"), nil), Step(ended(.interrupted), first),
                Step(.proceed, stream),
                Step(changed("b", "4"), nil), Step(bookmark("5", isEnd: true), nil, tells: ["= b"]),
            ]
        ),
        Story(
            testDescription: "a busy server is asked to stream again",
            isStreaming: true,
            steps: [
                Step(.started, stream), Step(ended(.throttled, status: 429), first), Step(.proceed, stream),
                Step(ended(.unreachable), second), Step(.proceed, stream), Step(ended(.server, status: 500), third),
                Step(.proceed, stream),
            ]
        ),
    ]

    @Test("The state machine requests and publishes what the story expects", arguments: stories)
    func story(_ story: Story) {
        var settings = SourceSettings()
        settings.pageSize = 2
        settings.prefersStreamingLists = story.isStreaming
        settings.random = { 0.5 }
        var machine = Machine(settings: settings, isDiscovered: story.isDiscovered)
        #expect(machine.handle(.proceed).next == .probe)
        for (number, step) in story.steps.enumerated() {
            let reaction = machine.handle(step.event)
            #expect(reaction.next == step.next, "step \(number)")
            #expect(reaction.updates.map(Self.text) == step.updates, "step \(number)")
        }
    }

    @Test("A failure is reported until the next success")
    func failure() {
        var settings = SourceSettings()
        settings.prefersStreamingLists = false
        var machine = Machine(settings: settings)
        _ = machine.handle(.proceed)
        _ = machine.handle(Self.failed(.server))
        #expect(machine.failure?.code == .server)
        #expect(!machine.hasListed)
        _ = machine.handle(.proceed)
        _ = machine.handle(Self.page(["a"], at: "10"))
        #expect(machine.failure == nil)
        #expect(machine.hasListed)
        _ = machine.handle(Self.ended(.unreachable))
        #expect(machine.failure?.code == .unreachable)
        #expect(Set(machine.sizes.keys) == [ObjectName(namespace: "shop", name: "a")])
        _ = machine.handle(.proceed)
        _ = machine.handle(.opened)
        #expect(machine.failure == nil)
        #expect(machine.reconnects == 1)
        #expect(machine.relists == 0)
    }

    @Test("Waits stay within their bounds for every random number", arguments: [0.0, 0.25, 0.999])
    func backoff(random: Double) {
        var backoff = Backoff(BackoffBounds())
        for _ in 0..<100 {
            let wait = backoff.next(random: random)
            #expect(wait >= .milliseconds(400))
            #expect(wait <= .seconds(30))
        }
        backoff.reset()
        #expect(backoff.next(random: random) <= .milliseconds(800))
    }

    private static func text(_ update: ObjectUpdate<Item>) -> String {
        switch update {
        case .replaced(let items): (["="] + items.map(\.name.name)).joined(separator: " ")
        case .changed(let item): "+ \(item.name.name)"
        case .removed(let name): "- \(name.name)"
        }
    }
}
