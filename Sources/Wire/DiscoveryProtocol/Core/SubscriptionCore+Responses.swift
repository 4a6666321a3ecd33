extension SubscriptionCore {
    /// Sends the given names whatever was sent before, in as many responses as the limits require (XP-B4, XP-B8, X-52).
    ///
    /// A response may repeat a version_info that was sent before; clients accept that (XP-V4).
    ///
    /// - Parameters:
    ///   - names: sorted, without duplicates.
    /// - filling: true if queued changes may use the room that the last response has left.
    mutating func answer(
        _ names: [String],
        filling: Bool,
        from catalog: some ResourceCatalog
    ) -> [Response] {
        var responses: [Response] = []
        var draft = ResponseDraft(limits: limits)
        for name in names {
            pending.remove(name)
            let delivery = target(of: name, in: catalog)
            guard delivery != .nothing else {
                recordSent(name, .nothing)
                continue
            }
            let size = size(of: name, delivery, in: catalog)
            if !draft.hasRoom(for: size) {
                responses.append(send(draft, because: .request))
                draft = ResponseDraft(limits: limits)
            }
            draft.append(name, delivery, size: size)
        }
        guard !draft.isEmpty else { return responses }
        if filling {
            fill(&draft, from: catalog)
        }
        responses.append(send(draft, because: .request))
        return responses
    }

    /// Sends queued changes, one response at most; what does not fit stays queued and may change again (XP-B2).
    mutating func push(from catalog: some ResourceCatalog) -> Response? {
        var draft = ResponseDraft(limits: limits)
        fill(&draft, from: catalog)
        return draft.isEmpty ? nil : send(draft, because: .change)
    }

    /// Sends one name alone if its last delivery is the one that the client rejected (XP-D15).
    mutating func pushAlone(_ name: String, from catalog: some ResourceCatalog) -> Response? {
        guard isSubscribed(name) else { return nil }
        // A deletion under a wildcard leaves no record, but the client may still have the resource whose removal it
        // rejected.
        if let record = records[name], rejections[name]?.delivery != record.sent { return nil }
        pending.remove(name)
        let delivery = changedTarget(of: name, in: catalog)
        guard delivery != .nothing else { return nil }
        var draft = ResponseDraft(limits: limits)
        draft.append(name, delivery, size: 0)
        return send(draft, because: .change)
    }

    /// Sends a response without content: the answer to a wildcard over nothing (XP-D11).
    mutating func sendNothing() -> Response {
        send(ResponseDraft(limits: limits), because: .request)
    }

    private mutating func fill(_ draft: inout ResponseDraft, from catalog: some ResourceCatalog) {
        while let name = pending.popFirst() {
            let delivery = changedTarget(of: name, in: catalog)
            let sent = records[name]?.sent ?? .nothing
            // Content that changed and changed back, or was created and deleted, equals what was sent (XP-B2, X-61,
            // X-98); a removal that was sent is not sent again (XP-D7).
            if sent.suffices(for: delivery) { continue }
            // A name that only a wildcard covers and that the client never had needs no removal.
            if sent == .nothing, catalog.version(of: name) == nil, records[name] == nil { continue }
            guard delivery != .nothing else {
                // SotW cannot express a deletion; without the record a re-created resource is sent (XP-S16, X-57).
                recordSent(name, .nothing)
                continue
            }
            let size = size(of: name, delivery, in: catalog)
            guard draft.hasRoom(for: size) else {
                pending.putBack(name)
                return
            }
            draft.append(name, delivery, size: size)
        }
    }

    /// Turns a draft into a response and records it BEFORE it can be written: an acknowledgement that arrives at once
    /// must find its nonce.
    private mutating func send(_ draft: ResponseDraft, because cause: Response.Cause) -> Response {
        let entries = draft.entries.sorted { $0.name < $1.name }
        let nonce = nonces.next()
        var resources: [NamedVersion] = []
        var emptyFor: [NamedVersion] = []
        var removed: [String] = []
        for entry in entries {
            recordSent(entry.name, entry.delivery)
            switch entry.delivery {
            case .resource(let version): resources.append(NamedVersion(name: entry.name, version: version))
            case .empty(let version): emptyFor.append(NamedVersion(name: entry.name, version: version))
            case .removed: removed.append(entry.name)
            case .nothing: break
            }
        }
        expectAcknowledgement(of: UnacknowledgedResponse(ordinal: nonces.issued, entries: entries))
        return Response(
            cause: cause,
            nonce: nonce,
            versionInfo: versionInfo.description,
            resources: resources,
            emptyFor: emptyFor,
            removed: removed
        )
    }
}
