internal import MeshSources

/// One page of a list.
struct ItemPage<Item: Sendable>: Sendable {
    var resourceVersion: String
    /// Empty on the last page.
    var continueToken = ""
    var items: [Item]
    /// What was said of items that cannot even be named.
    var problems: [InputError] = []
}

/// One line of a watch.
enum ItemEvent<Item: Sendable>: Sendable {
    /// An item is new or different.
    case changed(Item)
    /// An item is gone.
    case removed(ObjectName, resourceVersion: String)
    /// Nothing changed until this version.
    case bookmark(resourceVersion: String, isInitialListEnd: Bool)
    /// The watch cannot go on.
    case failure(KubernetesError)
}

/// What is different.
enum ItemUpdate<Item: Sendable>: Sendable {
    /// These are all items.
    case replaced([Item])
    /// An item is new or different.
    case changed(Item)
    /// An item is gone.
    case removed(ObjectName)
}

/// Something with a name and a version.
protocol VersionedItem: Sendable {
    var name: ObjectName { get }
    var resourceVersion: String { get }
}

extension LiveObject: VersionedItem {}

/// What a reflector follows: where it is, and how its answers are read.
protocol ReflectedResource: Sendable {
    associatedtype Item: VersionedItem

    /// What messages call it, such as `pods`.
    var label: String { get }
    /// Where it is under a version of its group, with the selectors.
    func path(version: String) -> RequestPath
    /// Reads a page of a list.
    func page(_ json: [UInt8]) throws(InputError) -> ItemPage<Item>
    /// Reads a line of a watch.
    func event(_ json: [UInt8]) throws(InputError) -> ItemEvent<Item>
}
