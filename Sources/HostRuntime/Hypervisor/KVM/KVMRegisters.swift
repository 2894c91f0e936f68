internal import CKVM

extension ProcessorRegisters {
    /// The registers as KVM reports them.
    init(_ source: kvm_regs) {
        self.init()
        (rax, rbx, rcx, rdx) = (source.rax, source.rbx, source.rcx, source.rdx)
        (rsi, rdi, rsp, rbp) = (source.rsi, source.rdi, source.rsp, source.rbp)
        (r8, r9, r10, r11) = (source.r8, source.r9, source.r10, source.r11)
        (r12, r13, r14, r15) = (source.r12, source.r13, source.r14, source.r15)
        (rip, rflags) = (source.rip, source.rflags)
    }
}

extension kvm_regs {
    /// The registers as KVM takes them.
    init(_ source: ProcessorRegisters) {
        self.init()
        (rax, rbx, rcx, rdx) = (source.rax, source.rbx, source.rcx, source.rdx)
        (rsi, rdi, rsp, rbp) = (source.rsi, source.rdi, source.rsp, source.rbp)
        (r8, r9, r10, r11) = (source.r8, source.r9, source.r10, source.r11)
        (r12, r13, r14, r15) = (source.r12, source.r13, source.r14, source.r15)
        (rip, rflags) = (source.rip, source.rflags)
    }
}

extension kvm_segment {
    /// No segment at all.
    static var none: kvm_segment {
        var segment = kvm_segment()
        segment.unusable = 1
        // An absent descriptor of the type that LDTR holds (Intel SDM volume 3A, table 3-2).
        segment.type = 2
        return segment
    }

    /// Flat 64-bit ring-0 code, as the vCPU's hidden segment register holds it before the supervisor loads the GDT.
    static var supervisorCode: kvm_segment {
        var segment = supervisorData
        segment.selector = SegmentSelector.supervisorCode.rawValue
        segment.type = 11
        (segment.l, segment.db) = (1, 0)
        return segment
    }

    static var supervisorData: kvm_segment {
        var segment = kvm_segment()
        segment.limit = .max
        segment.selector = SegmentSelector.supervisorData.rawValue
        segment.type = 3
        (segment.present, segment.s, segment.db, segment.g) = (1, 1, 1, 1)
        return segment
    }
}

extension SystemRegisters.Table {
    /// What a segment register holds of a system segment.
    init(_ segment: kvm_segment) {
        self.init(base: segment.base, limit: UInt16(truncatingIfNeeded: segment.limit))
    }
}

extension SystemRegisters {
    init(_ state: kvm_sregs) {
        self.init(
            cr0: state.cr0, cr3: state.cr3, cr4: state.cr4, efer: state.efer,
            globalDescriptorTable: .init(base: state.gdt.base, limit: state.gdt.limit),
            interruptDescriptorTable: .init(base: state.idt.base, limit: state.idt.limit),
            taskStateSegment: .init(state.tr), taskStateSelector: state.tr.selector, codeSelector: state.cs.selector)
    }
}
