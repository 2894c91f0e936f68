import Testing

@testable import HostRuntime

/// How a call ends in which a guest commits an act.
enum ActEnd: Equatable {
    /// The act did nothing that matters, and the guest went on.
    case returns
    /// An exception other than a page fault; the error code is zero where the processor pushes none.
    case exception(UInt8, errorCode: UInt64 = 0)
    case pageFault(errorCode: UInt64, address: UInt64)
    /// UD2, which is how guests give up.
    case trap
    case stackOverflow
    case violation
    case other(SandboxError.Code)

    static let divideError = exception(0)
    static let debug = exception(1)
    static let breakpoint = exception(3)
    static let invalidOpcode = exception(6)
    static let stackFault = exception(12)
    static let generalProtection = exception(13)
    static let alignmentCheck = exception(17)

    /// #GP for a segment: the error code is its selector without the privilege that it asks for (Intel SDM volume 3A, 6.13).
    static func generalProtection(selector: UInt16) -> ActEnd { exception(13, errorCode: UInt64(selector & ~3)) }

    init(_ error: SandboxError?) {
        guard let error else {
            self = .returns
            return
        }
        switch (error.code, error.fault) {
        case (.fault, let fault?):
            self =
                if let address = fault.address { .pageFault(errorCode: fault.errorCode, address: address) } else {
                    .exception(fault.vector, errorCode: fault.errorCode)
                }
        case (.aborted, _): self = .trap
        case (.stackOverflow, _): self = .stackOverflow
        case (.protocolViolation, _): self = .violation
        default: self = .other(error.code)
        }
    }
}
