import MeshSources

extension TestServerState {
    /// Responds with a list, or with one of its pages.
    mutating func list(_ request: TestRequest, _ resource: TestResource) -> TestAnswer {
        if request.query["resourceVersionMatch"] == "NotOlderThan",
            let wanted = request.query["resourceVersion"].flatMap({ Int($0) }), wanted > version
        {
            let message = "Timeout: Too large resource version: \(wanted), current: \(version)"
            return .status(504, "Timeout", message, retryAfter: 1)
        }
        var shownVersion = version
        var items: [TestJSON]
        if let token = request.query["continue"], !token.isEmpty {
            guard let page = pages.removeValue(forKey: token) else { return expired(request, resource) }
            (shownVersion, items) = (page.version, page.rest)
        } else {
            let selects = Self.selection(request)
            items = (objects[resource.plural] ?? [:]).sorted { $0.key < $1.key }.map(\.value.object).filter(selects)
        }
        var metadata: TestJSON = ["resourceVersion": .string(String(shownVersion))]
        if let limit = request.query["limit"].flatMap({ Int($0) }), limit > 0, items.count > limit {
            let token = "page-\(nextPage)"
            nextPage += 1
            pages[token] = (shownVersion, Array(items.dropFirst(limit)))
            lastPages[token] = (lastPages[request.query["continue"] ?? ""] ?? 0) + limit
            metadata["continue"] = .string(token)
            metadata["remainingItemCount"] = .number(String(items.count - limit))
            items = Array(items.prefix(limit))
        }
        // Only custom resources contain their kind in a list.
        let shownItems = items.map { item -> TestJSON in
            if resource.isCustom { return shown(item, resource.plural, request.version) }
            var item = item
            item["kind"] = nil
            item["apiVersion"] = nil
            return item
        }
        let all: TestJSON = [
            "kind": .string("\(resource.kind)List"), "apiVersion": .string(resource.apiVersion(request.version)),
            "metadata": metadata, "items": .array(shownItems),
        ]
        return .whole(status: 200, body: all.line)
    }

    /// Responds to a token whose pages are forgotten, with a token for the rest in its present state.
    private mutating func expired(_ request: TestRequest, _ resource: TestResource) -> TestAnswer {
        let message =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results."
        var status = TestAnswer.failure(410, "Expired", message)
        let token = "inconsistent-\(nextPage)"
        nextPage += 1
        let items = (objects[resource.plural] ?? [:]).sorted { $0.key < $1.key }.map(\.value.object)
        let given = lastPages[request.query["continue"] ?? ""] ?? 0
        pages[token] = (version, Array(items.filter(Self.selection(request)).dropFirst(given)))
        status["metadata"] = ["continue": .string(token)]
        return .whole(status: 410, body: status.line)
    }

    /// Responds with a page of one new object and a continue token, as a server whose lists have no end.
    mutating func endlessPage(_ request: TestRequest, _ repeatsToken: Bool) -> TestAnswer {
        nextPage += 1
        let item: TestJSON = ["metadata": ["name": .string("endless-\(nextPage)"), "namespace": "shop"]]
        let token = repeatsToken ? "again" : "endless-\(nextPage)"
        let all: TestJSON = [
            "kind": "List", "metadata": ["resourceVersion": .string(String(version)), "continue": .string(token)],
            "items": [item],
        ]
        return .whole(status: 200, body: all.line)
    }

    /// Returns the selector of a request.
    static func selection(_ request: TestRequest) -> @Sendable (TestJSON) -> Bool {
        let namespace = request.namespace
        let field = request.query["fieldSelector"]?.split(separator: "=", maxSplits: 1).last.map(String.init)
        let label = request.query["labelSelector"]?.split(separator: "=", maxSplits: 1).map(String.init)
        return { object in
            let metadata = object["metadata"]
            if !namespace.isEmpty, metadata?["namespace"]?.text != namespace { return false }
            if let field, metadata?["name"]?.text != field { return false }
            if let label, label.count == 2, metadata?["labels"]?[label[0]]?.text != label[1] { return false }
            return true
        }
    }
}
