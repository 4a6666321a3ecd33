internal import MeshSources

/// One page of a list.
struct ItemPage<Item: Sendable>: Sendable {
    var resourceVersion: String
    /// Empty on the last page.
    var continueToken = ""
    var items: [Item]
    /// The length of the response.
    var bytes = 0
    /// The errors of items that do not even have a name.
    var problems: [InputError] = []
}

/// One line of a watch.
enum ItemEvent<Item: Sendable>: Sendable {
    /// An item was added or changed.
    case changed(Item)
    /// An item was removed.
    case removed(ObjectName, resourceVersion: String)
    /// Nothing changed until this version.
    case bookmark(resourceVersion: String, isInitialListEnd: Bool)
    /// The watch failed.
    case failure(KubernetesError)
}

/// An item with a name and a resource version.
protocol VersionedItem: Sendable {
    var name: ObjectName { get }
    var resourceVersion: String { get }
}

extension LiveObject: VersionedItem {}

/// The resource that a reflector watches: its path, and the reader of its responses.
protocol ReflectedResource: Sendable {
    associatedtype Item: VersionedItem

    /// The name in messages, such as `pods`.
    var label: String { get }
    /// Returns the path under a version of its group, with the selectors.
    func path(version: String) -> RequestPath
    /// Returns the media types of responses, in order of preference.
    func accept(isWatch: Bool) -> String
    /// Reads a page of a list.
    func page(_ json: [UInt8]) throws(InputError) -> ItemPage<Item>
    /// Reads a line of a watch.
    func event(_ json: [UInt8]) throws(InputError) -> ItemEvent<Item>
}

extension ReflectedResource {
    func accept(isWatch: Bool) -> String { "application/json" }
}
