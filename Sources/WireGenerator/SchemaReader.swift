import Wire

/// Turns a binary schema into what its own file declares, and refuses what the generator has no code for.
struct SchemaReader {
    private let reflection: Reflection.Schema

    /// Attributes that change what is written or read, without code for them here.
    private static let unsupportedAttributes: Set = ["bit_flags", "force_align", "flexbuffer", "hash"]

    init(binarySchema: RawSpan) throws {
        reflection = try Reflection.Schema(binarySchema: binarySchema)
    }

    /// The declarations of one of the files that went into the binary schema, for example `value.fbs`.
    func declarations(of file: String) throws -> Schema {
        var schema = Schema()
        var names: Set<String> = []
        let isDeclaredHere = { (declarationFile: String) in declarationFile == "//\(file)" }
        for enumeration in reflection.enumerations where isDeclaredHere(enumeration.declarationFile) {
            try claim(enumeration.name, in: &names)
            if enumeration.isUnion {
                schema.unions.append(try union(enumeration))
            } else {
                schema.enumerations.append(try self.enumeration(enumeration))
            }
        }
        for object in reflection.objects where isDeclaredHere(object.declarationFile) {
            try claim(object.name, in: &names)
            schema.tables.append(try table(object))
        }
        return schema
    }

    private func claim(_ declaration: String, in names: inout Set<String>) throws {
        let name = SwiftName.type(declaration)
        guard names.insert(name).inserted else { throw SchemaError.nameClash(name: name, declaration: declaration) }
    }

    private func enumeration(_ source: Reflection.Enumeration) throws -> Schema.Enumeration {
        try refuse(source.attributes, on: source.name)
        guard let scalar = ScalarType(source.underlyingType.base) else {
            throw SchemaError.unsupported(feature: "this underlying type is", declaration: source.name)
        }
        return Schema.Enumeration(
            name: SwiftName.type(source.name), scalar: scalar,
            cases: source.values.map { (SwiftName.member($0.name), $0.value, $0.documentation) },
            documentation: source.documentation)
    }

    private func union(_ source: Reflection.Enumeration) throws -> Schema.Union {
        let members = try source.values.filter { $0.value != 0 }.map { value in
            guard let type = value.unionType, type.base == .object else {
                throw SchemaError.unsupported(feature: "unions of anything but tables are", declaration: source.name)
            }
            let object = try object(type.index, for: source.name)
            guard !object.isStruct, let discriminator = UInt8(exactly: value.value) else {
                throw SchemaError.unsupported(feature: "unions of anything but tables are", declaration: source.name)
            }
            return (SwiftName.type(object.name), discriminator)
        }
        return Schema.Union(name: SwiftName.type(source.name), members: members, documentation: source.documentation)
    }

    private func table(_ source: Reflection.Object) throws -> Schema.Table {
        guard !source.isStruct else { throw SchemaError.unsupported(feature: "structs are", declaration: source.name) }
        var names: Set = ["table"]
        let fields = try source.fields.filter { !$0.isDeprecated && $0.type.base != .unionType }.map { field in
            let declaration = "\(source.name).\(field.name)"
            let name = SwiftName.member(field.name)
            guard names.insert(name).inserted else {
                throw SchemaError.nameClash(name: name, declaration: declaration)
            }
            guard field.slot < FlatBufferBuilder.slotLimit else {
                throw SchemaError.unsupported(
                    feature: "more than \(FlatBufferBuilder.slotLimit) fields are", declaration: source.name)
            }
            try refuse(field.attributes, on: declaration)
            return Schema.Field(
                name: name, slot: field.slot, kind: try kind(of: field, declaration: declaration),
                isRequired: field.isRequired, documentation: field.documentation)
        }
        return Schema.Table(
            name: SwiftName.type(source.name), fields: fields, documentation: source.documentation,
            fileIdentifier: source.name == reflection.rootName ? reflection.fileIdentifier : nil)
    }

    private func kind(of field: Reflection.Field, declaration: String) throws -> Schema.Field.Kind {
        switch field.type.base {
        case .string: return .string
        case .object: return .table(try tableName(field.type.index, for: declaration))
        case .union: return .union(try enumeration(field.type.index, for: declaration).name)
        case .vector: return try vectorKind(of: field, declaration: declaration)
        case .array: throw SchemaError.unsupported(feature: "arrays of fixed length are", declaration: declaration)
        case let base:
            guard let scalar = ScalarType(base) else {
                throw SchemaError.unsupported(feature: "this type is", declaration: declaration)
            }
            guard field.type.index >= 0 else {
                return .scalar(scalar, defaultValue: field.isOptional ? nil : defaultValue(of: field, as: scalar))
            }
            let enumeration = try enumeration(field.type.index, for: declaration)
            guard !field.isOptional else { return .enumeration(enumeration.name, scalar, defaultCase: nil) }
            guard let value = enumeration.cases.first(where: { $0.value == field.defaultInteger }) else {
                throw SchemaError.unsupported(
                    feature: "a default that is no case of the enumeration is", declaration: declaration)
            }
            return .enumeration(enumeration.name, scalar, defaultCase: value.name)
        }
    }

    private func vectorKind(of field: Reflection.Field, declaration: String) throws -> Schema.Field.Kind {
        switch field.type.element {
        case .string: return .stringVector
        case .object: return .tableVector(try tableName(field.type.index, for: declaration))
        case .union, .unionType, .array, .vector, .none:
            throw SchemaError.unsupported(feature: "vectors of this type are", declaration: declaration)
        case let element:
            guard field.type.index < 0 else {
                return .enumerationVector(try enumeration(field.type.index, for: declaration).name)
            }
            guard let scalar = ScalarType(element) else {
                throw SchemaError.unsupported(feature: "vectors of this type are", declaration: declaration)
            }
            return scalar == .uint8 ? .bytes : .scalarVector(scalar)
        }
    }

    // flatc 2.0 records 0 for the default of a `ulong` beyond `Int64.max`, which cannot be told from a 0 here.
    private func defaultValue(of field: Reflection.Field, as scalar: ScalarType) -> String {
        switch scalar {
        case .bool: field.defaultInteger == 0 ? "false" : "true"
        case .float, .double:
            switch field.defaultReal {
            case .infinity: ".infinity"
            case -.infinity: "-.infinity"
            case let real where real.isNaN: ".nan"
            case let real where scalar == .float: "\(Float(real))"
            case let real: "\(real)"
            }
        default: "\(field.defaultInteger)"
        }
    }

    private func tableName(_ index: Int, for declaration: String) throws -> String {
        let object = try object(index, for: declaration)
        guard !object.isStruct else { throw SchemaError.unsupported(feature: "structs are", declaration: declaration) }
        return SwiftName.type(object.name)
    }

    private func object(_ index: Int, for declaration: String) throws -> Reflection.Object {
        guard reflection.objects.indices.contains(index) else {
            throw SchemaError.danglingReference(declaration: declaration)
        }
        return reflection.objects[index]
    }

    private func enumeration(
        _ index: Int, for declaration: String
    ) throws -> (name: String, cases: [(name: String, value: Int64)]) {
        guard reflection.enumerations.indices.contains(index) else {
            throw SchemaError.danglingReference(declaration: declaration)
        }
        let source = reflection.enumerations[index]
        return (SwiftName.type(source.name), source.values.map { (SwiftName.member($0.name), $0.value) })
    }

    private func refuse(_ attributes: [String], on declaration: String) throws {
        guard let attribute = attributes.first(where: Self.unsupportedAttributes.contains) else { return }
        throw SchemaError.unsupported(feature: "the attribute '\(attribute)' is", declaration: declaration)
    }
}
