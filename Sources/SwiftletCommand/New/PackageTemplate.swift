/// The files of a new package, and what to type then.
struct PackageTemplate {
    struct File {
        /// Relative to the package.
        let path: String
        let contents: String
    }

    let files: [File]
    /// In the package's folder.
    let commands: [String]
}

extension PackageTemplate {
    /// What Swift writes into a package's folder and nobody checks in.
    static var ignoredFiles: File { File(path: ".gitignore", contents: ".build/\n.swiftpm/\n") }
}
