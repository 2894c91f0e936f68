import Foundation
import SystemPackage

/// Writes new packages, and never over anything. Tests keep what is written.
struct PackageWriter {
    /// The names in a folder, none if there is no folder, or an error if there is something else.
    let list: (FilePath) throws -> [String]
    /// Writes a file that does not exist yet, and the folders that it is to be in.
    let write: (_ contents: String, _ path: FilePath) throws -> Void

    static var toDisk: PackageWriter {
        PackageWriter(
            list: { folder in
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: folder.string, isDirectory: &isFolder) else { return [] }
                guard isFolder.boolValue else { throw Errno.notDirectory }
                return try FileManager.default.contentsOfDirectory(atPath: folder.string)
            },
            write: { contents, path in
                try FileManager.default.createDirectory(
                    atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
                try Data(contents.utf8).write(to: URL(fileURLWithPath: path.string), options: .withoutOverwriting)
            })
    }

    func write(_ template: PackageTemplate, to folder: FilePath) throws(CommandFailure) {
        do {
            guard try list(folder).isEmpty else {
                throw CommandFailure(
                    .cannotCreate, "folderNotEmpty", "the folder \(folder) is not empty, and nothing is overwritten",
                    advice: "choose another name, or another folder by --path")
            }
            for file in template.files { try write(file.contents, folder.appending(file.path)) }
        } catch let failure as CommandFailure {
            throw failure
        } catch let error as Errno {
            throw Self.failure(folder, error.description)
        } catch {
            throw Self.failure(folder, error.localizedDescription)
        }
    }

    private static func failure(_ folder: FilePath, _ reason: String) -> CommandFailure {
        CommandFailure(
            .cannotCreate, "unwritableFolder", "the package cannot be written to \(folder): \(reason)",
            advice: "choose a folder that you may write to, by --path")
    }
}
