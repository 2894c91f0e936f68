/// What the generated `verify` functions are made of: one check per kind of field.
extension Verifier {
    /// Checks a scalar field.
    public mutating func scalar<Scalar: FlatBufferScalar>(
        _ slot: Int, of table: TableView, as type: Scalar.Type
    ) throws(WireError) {
        guard let field = try table.fieldPosition(slot, size: Scalar.wireSize) else { return }
        guard field % Scalar.wireSize == 0 else { throw .malformed(.misaligned, offset: field) }
    }

    /// Checks a field that holds a case of an enumeration.
    public mutating func enumeration<Enumeration: RawRepresentable>(
        _ slot: Int, of table: TableView, as type: Enumeration.Type
    ) throws(WireError) where Enumeration.RawValue: FlatBufferScalar {
        try scalar(slot, of: table, as: Enumeration.RawValue.self)
        _ = try table.optionalEnumeration(slot, as: type)
    }

    /// Checks a string field.
    public mutating func string(_ slot: Int, of table: TableView, required: Bool) throws(WireError) {
        guard try offset(slot, of: table, required: required), let text = try table.string(slot) else { return }
        try string(text)
    }

    /// Checks a table field.
    public mutating func table<Table: FlatBufferTable & ~Escapable>(
        _ slot: Int, of table: TableView, as type: Table.Type, required: Bool
    ) throws(WireError) {
        guard try offset(slot, of: table, required: required), let child = try table.table(slot) else { return }
        try self.table(child, as: type)
    }

    /// Checks a struct field.
    public mutating func structure(
        _ slot: Int, of table: TableView, size: Int, alignment: Int, required: Bool
    ) throws(WireError) {
        guard let field = try table.fieldPosition(slot, size: size) else {
            if required { throw table.missingField }
            return
        }
        guard field % alignment == 0 else { throw .malformed(.misaligned, offset: field) }
    }

    /// Checks a field that holds a vector of scalars or structs.
    public mutating func vector(
        _ slot: Int, of table: TableView, elementSize: Int, alignment: Int, required: Bool
    ) throws(WireError) {
        guard let vector = try elements(slot, of: table, size: elementSize, required: required) else { return }
        try elements(vector, alignment: alignment)
    }

    /// Checks a field that holds a vector of enumeration cases.
    public mutating func enumerations<Enumeration: RawRepresentable>(
        _ slot: Int, of table: TableView, as type: Enumeration.Type, required: Bool
    ) throws(WireError) where Enumeration.RawValue: FlatBufferScalar {
        let size = Enumeration.RawValue.wireSize
        guard let vector = try elements(slot, of: table, size: size, required: required) else { return }
        try elements(vector, alignment: size)
        let cases = EnumVectorView<Enumeration>(elements: vector)
        for index in 0..<cases.count {
            _ = try cases.element(at: index)
        }
    }

    /// Checks a field that holds a vector of strings.
    public mutating func strings(_ slot: Int, of table: TableView, required: Bool) throws(WireError) {
        guard let vector = try elements(slot, of: table, size: 4, required: required) else { return }
        try elements(vector, alignment: 4)
        let strings = StringVectorView(message: table.message, elements: vector)
        for index in 0..<strings.count {
            try string(strings.element(at: index))
        }
    }

    /// Checks a field that holds a vector of tables.
    public mutating func tables<Table: FlatBufferTable & ~Escapable>(
        _ slot: Int, of table: TableView, as type: Table.Type, required: Bool
    ) throws(WireError) {
        guard let vector = try elements(slot, of: table, size: 4, required: required) else { return }
        try elements(vector, alignment: 4)
        let tables = TableVectorView<TableView>(message: table.message, elements: vector)
        for index in 0..<tables.count {
            try self.table(tables.element(at: index), as: type)
        }
    }

    /// Checks the table that a union holds, given its value slot.
    public mutating func unionValue<Table: FlatBufferTable & ~Escapable>(
        _ slot: Int, of table: TableView, as type: Table.Type
    ) throws(WireError) {
        _ = try offset(slot, of: table, required: false)
        try self.table(table.unionValue(slot), as: type)
    }

    @_lifetime(copy table)
    private func elements(
        _ slot: Int, of table: TableView, size: Int, required: Bool
    ) throws(WireError) -> VectorElements? {
        guard try offset(slot, of: table, required: required), let target = try table.target(slot) else { return nil }
        return try VectorElements(message: table.message, position: target, elementSize: size)
    }

    /// Checks a field that refers to something, and tells whether it is there.
    private func offset(_ slot: Int, of table: TableView, required: Bool) throws(WireError) -> Bool {
        guard let field = try table.fieldPosition(slot, size: 4) else {
            if required { throw table.missingField }
            return false
        }
        guard field % 4 == 0 else { throw .malformed(.misaligned, offset: field) }
        return true
    }
}
