internal import MeshSources

extension ListWatchStateMachine {
    /// The next action.
    enum Action: Hashable, Sendable {
        /// Check that the server has started completely.
        case probe
        /// Check that the kind is installed.
        case find
        /// Request a page of the list.
        case list(limit: Int?, continueToken: String)
        /// Check that the server still has a version, with a list of one object that is not older.
        case verify(resourceVersion: String)
        /// Watch from a version; a streaming list begins with the existing items.
        case watch(resourceVersion: String, isStreamingList: Bool)
        /// Wait, then continue.
        case wait(Duration)
    }

    /// An input of the state machine.
    enum Event: Sendable {
        /// The start, or the end of a wait.
        case proceed
        /// The server has started, or does not answer such questions.
        case started
        /// The kind is installed, or may be: discovery is forbidden and its versions are tried.
        case found(isGuess: Bool)
        /// The kind is not installed.
        case missing
        /// A page of the list was received.
        case page(ItemPage<Item>)
        /// A list that is not older than the known version was received.
        case verified(resourceVersion: String)
        /// The server accepted a watch.
        case opened
        /// A line of the watch was received, with its length.
        case line(ItemEvent<Item>, bytes: Int = 0)
        /// Any request but a watch failed.
        case requestFailed(KubernetesError)
        /// The watch ended, with an error or because its time was over.
        case watchEnded(KubernetesError?, wasLong: Bool)
    }

    /// The result of an event.
    struct Reaction: Sendable {
        /// The changes.
        var updates: [ObjectUpdate<Item>] = []
        /// The next action; nil continues the current one.
        var next: Action?
    }
}
