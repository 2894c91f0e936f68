import Foundation
import Testing

@testable import WireGenerator

/// The checked-in code is what the schemas say, and the generator either covers a feature or refuses it.
@Suite("Generator")
struct GeneratorTests {
    @Test func generatedCodeIsUpToDate() throws {
        let folder = try TemporaryFolder()
        let schemas = try schemaFiles()
        try compile(schemas, in: repository.appendingPathComponent("schemas"), to: folder)
        let generated = repository.appendingPathComponent("Sources/Wire/Generated")
        var names: Set<String> = []
        for schema in schemas {
            let binarySchema = folder.url.appendingPathComponent(schema.dropLast(4) + ".bfbs")
            let (name, source) = try WireGenerator.swiftSource(forBinarySchemaAt: binarySchema)
            names.insert(name)
            let checkedIn = try String(contentsOf: generated.appendingPathComponent(name), encoding: .utf8)
            #expect(source == checkedIn, "\(name) is stale: run scripts/generate-wire.sh")
        }
        let present = Set(try FileManager.default.contentsOfDirectory(atPath: generated.path))
        #expect(present == names, "files without a schema: run scripts/generate-wire.sh")
    }

    @Test func everySupportedFeatureCompiles() throws {
        let folder = try TemporaryFolder()
        let source = try generate(
            """
            namespace Test.Nested;
            enum Size : short { Small = -3, Large = 300 }
            enum Wide : ulong { Low, Top = 18446744073709551615 }
            table First { self:string (required); old:int (deprecated); }
            table Second { first:First (required); wide:Wide; }
            union Choice { First, Second }
            table Holder {
              flag:bool = true; tiny:byte = -1; small:ubyte; medium:short; large:ushort = 65535;
              wide:ulong = 9223372036854775807; single:float = inf; double_value:double = nan; maybe:double = null;
              size:Size = Large; maybe_size:Size = null; choice:Choice; needed:Choice (required);
              bytes:[ubyte] (required); signed_bytes:[byte]; numbers:[double]; sizes:[Size];
              texts:[string] (required); firsts:[First]; second:Second;
            }
            root_type Holder;
            file_identifier "HOLD";
            """, in: folder)
        try Data(source.utf8).write(to: folder.url.appendingPathComponent("Generated.swift"))
        let wire = repository.appendingPathComponent("Sources/Wire").resolvingSymlinksInPath().path
        let runtime = try FileManager.default.subpathsOfDirectory(atPath: wire)
            .filter { $0.hasSuffix(".swift") }.map { wire + "/" + $0 }
        try Tool.swiftc.run(
            [
                "-typecheck", "-parse-as-library", "-swift-version", "6", "-package-name", "swiftlet",
                "-warnings-as-errors",
                "-enable-experimental-feature", "Lifetimes", "Generated.swift",
            ] + runtime, in: folder.url)
    }

    @Test(arguments: [
        ("struct S { x:int; } table T { s:S; }", "structs are not supported"),
        ("table A {} union U { A } table T { all:[U]; }", "vectors of this type are not supported"),
        ("union U { Text:string } table T { u:U; }", "unions of anything but tables are not supported"),
        (
            "struct S { x:int; } union U { S } table T { u:U; }", "unions of anything but tables are not supported"
        ),
        ("enum E : ubyte (bit_flags) { A, B } table T { e:E; }", "the attribute 'bit_flags' is not supported"),
        ("table T { v:[ubyte] (flexbuffer); }", "the attribute 'flexbuffer' is not supported"),
        ("table T { h:uint (hash: \"fnv1_32\"); }", "the attribute 'hash' is not supported"),
        ("table T { v:[double] (force_align: 16); }", "the attribute 'force_align' is not supported"),
        ("table T { table:int; }", "the Swift name 'table' is already taken"),
        ("table T { some_field:int; someField:int; }", "the Swift name 'someField' is already taken"),
        ("namespace A; table T {} namespace B; table T {}", "the Swift name 'T' is already taken"),
        (
            "table T { \((0..<33).map { "f\($0):int;" }.joined(separator: " ")) }",
            "more than 32 fields are not supported"
        ),
    ])
    func unsupportedFeaturesAreRefused(schema: String, message: String) throws {
        let error = try #require(throws: SchemaError.self) { _ = try generate(schema, in: TemporaryFolder()) }
        #expect(error.description.contains(message), "\(error.description)")
    }

    @Test(arguments: [
        ("function_name", "functionName"), ("UInt32", "uint32"), ("UInt32Value", "uint32Value"), ("Int8", "int8"),
        ("default", "`default`"), ("value", "value"), ("HTTPBody", "httpBody"), ("OK", "ok"),
    ])
    func memberNames(schemaName: String, swiftName: String) {
        #expect(SwiftName.member(schemaName) == swiftName)
    }

    @Test func whatIsNotABinarySchemaIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 0, count: 64), to: "schema.bfbs")
        #expect(throws: (any Error).self) {
            _ = try WireGenerator.swiftSource(forBinarySchemaAt: folder.url.appendingPathComponent("schema.bfbs"))
        }
    }

    private func generate(_ schema: String, in folder: TemporaryFolder) throws -> String {
        try Data(schema.utf8).write(to: folder.url.appendingPathComponent("schema.fbs"))
        try compile(["schema.fbs"], in: folder.url, to: folder)
        return try WireGenerator.swiftSource(
            forBinarySchemaAt: folder.url.appendingPathComponent("schema.bfbs")
        ).source
    }

    private func compile(_ schemas: [String], in sources: URL, to folder: TemporaryFolder) throws {
        try Tool.flatc.run(
            [
                "--binary", "--schema", "--bfbs-comments", "--bfbs-builtins", "--bfbs-filenames", ".", "-o",
                folder.url.path,
            ] + schemas,
            in: sources)
    }
}
