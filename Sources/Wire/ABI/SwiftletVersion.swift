/// The version of Swiftlet that a program was built with.
public enum SwiftletVersion {
    /// By the rules of Semantic Versioning, such as `1.2.3`.
    public static let current = "0.1.0"
}
