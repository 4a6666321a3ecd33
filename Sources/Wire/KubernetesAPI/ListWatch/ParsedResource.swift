internal import MeshSources

/// A resource whose items are read one by one.
protocol ParsedResource: ReflectedResource {
    /// The name of the resource in error messages.
    var place: String { get }
    /// Reads an item.
    func item(_ value: ManifestValue) throws(InputError) -> Item
}

extension ParsedResource {
    func page(_ json: [UInt8]) throws(InputError) -> ItemPage<Item> {
        let list = try top(json)
        let metadata = try list.required("metadata", "the list's resourceVersion").mapping()
        var page = ItemPage<Item>(
            resourceVersion: try metadata.string("resourceVersion"),
            continueToken: try metadata.string("continue"),
            items: []
        )
        for item in try list.list("items") { page.items.append(try self.item(item)) }
        return page
    }

    func event(_ json: [UInt8]) throws(InputError) -> ItemEvent<Item> {
        let event = try top(json)
        let object = try event.required("object", "the event's object")
        switch try event.string("type") {
        case "ADDED", "MODIFIED": return .changed(try self.item(object))
        case "DELETED":
            let gone = try self.item(object)
            return .removed(gone.name, resourceVersion: gone.resourceVersion)
        case "BOOKMARK":
            let metadata = try object.mapping().required("metadata", "the bookmark's version").mapping()
            return .bookmark(
                resourceVersion: try metadata.string("resourceVersion"),
                isInitialListEnd: try metadata.mapping("annotations")?.string("k8s.io/initial-events-end") == "true"
            )
        default:
            let status = try object.mapping("a Status")
            let code = try status["code"]?.integer(0...999, "an HTTP status code") ?? 0
            let answer = StatusAnswer(
                code: code,
                reason: try status.string("reason"),
                message: try status.string("message")
            )
            return .failure(answer.error())
        }
    }

    private func top(_ json: [UInt8]) throws(InputError) -> ManifestMapping {
        try ManifestValue(root: try ManifestDocument.json(json, file: place)).mapping()
    }
}
