public import MeshModel

extension SourceFile {
    /// The first document of the file as it stands, whatever it is about; nil when there is none.
    ///
    /// - Throws: ``InputError`` with the place of what is wrong.
    public func firstValue(limits: ReadingLimits = ReadingLimits()) throws(InputError) -> MetadataValue? {
        try firstDocument(limits: limits) { (value) throws(InputError) in try value.metadata() }
    }
}
