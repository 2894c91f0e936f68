import Glibc

/// A sandbox needs two file descriptors and a connection one, and many systems allow 1024 unless a program asks for more.
enum OpenFiles {
    static func allowAll() throws(OpenFilesError) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw OpenFilesError(errno: errno)
        }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw OpenFilesError(errno: errno)
        }
    }
}

struct OpenFilesError: Error {
    let errno: Int32
}
