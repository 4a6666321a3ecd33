/// An update of the objects of one kind.
public enum ObjectUpdate<Item: Sendable>: Sendable {
    /// The complete set of objects.
    case replaced([Item])
    /// An object was added or changed.
    case changed(Item)
    /// An object was removed.
    case removed(ObjectName)

    /// A Boolean value that indicates whether the update is a complete list.
    public var isReplacement: Bool {
        if case .replaced = self { true } else { false }
    }
}
