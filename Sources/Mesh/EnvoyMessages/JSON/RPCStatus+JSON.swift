extension RPCStatus {
    /// Reads a status without its details, or nil if the field is absent.
    init?(field: String, of fields: JSONObjectReader, limits: MessageLimits) throws(MessageError) {
        guard let status = try fields.object(field) else { return nil }
        let code: Int32 = try status.integer("code")
        self.init(code: code, message: try status.freeText("message"), limits: limits)
    }
}
