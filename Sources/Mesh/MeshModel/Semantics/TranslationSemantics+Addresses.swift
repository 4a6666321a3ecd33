extension TranslationSemantics {
    /// An address as it is sent: Envoy acknowledges `::ffff:a.b.c.d`, shows it as healthy and never reaches it.
    public func sentAddress(_ address: String) -> String {
        guard mappedAddresses == .plain, address.utf8.contains(UInt8(ascii: ":")), let number = IPAddress(address),
            number.family == .v4
        else { return address }
        return number.description
    }
}
