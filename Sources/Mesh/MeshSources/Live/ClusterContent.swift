/// All objects of a cluster, of every kind: a kind without objects has none.
public struct ClusterContent: Sendable {
    private let objects: [ObjectKind: [ObjectName: LiveObject]]

    /// Makes the content that updates leave of an empty cluster.
    public init(applying updates: [ClusterUpdate] = []) {
        var objects: [ObjectKind: [ObjectName: LiveObject]] = [:]
        for update in updates {
            switch update.update {
            case .replaced(let all):
                objects[update.kind] = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            case .changed(let object): objects[update.kind, default: [:]][object.name] = object
            case .removed(let name): objects[update.kind]?[name] = nil
            }
        }
        self.objects = objects
    }

    /// The content as complete lists of every kind, objects in order of their names.
    public var updates: [ClusterUpdate] {
        ObjectKind.all.map { kind in .replaced(kind, objects(of: kind)) }
    }

    /// Returns the objects of a kind, in order of their names.
    public func objects(of kind: ObjectKind) -> [LiveObject] {
        (objects[kind] ?? [:]).values.sorted { $0.name < $1.name }
    }
}
