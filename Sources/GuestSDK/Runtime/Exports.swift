// What the entry code, the C heap and the standard library call. A build for the host must not define such names.
#if hasFeature(Embedded)
    internal import CGuest
    internal import Wire

    /// Called by the entry code before the guest's own start code.
    @c(swiftlet_runtime_start)
    func runtimeStart(_ environment: UnsafeRawPointer) {
        let environment = environment.assumingMemoryBound(to: EnvironmentBlock.self)
        GuestRuntime.start(environment)
        Trace.enter("entrypoint")
        let heap = GuestRuntime.buffer(environment.pointee.heap)
        // The field's address, without a copy of the block.
        let memoryProfile = (UnsafeRawPointer(environment) + EnvironmentBlock.memoryProfileOffset)
            .assumingMemoryBound(to: UInt32.self)
        guard let base = heap.baseAddress, swiftlet_runtime_heap_init(base, heap.count, memoryProfile) else {
            fatalError("the heap is too small")
        }
        GuestRandom.start(environment)
        Trace.enter("main")
    }

    /// Called by the entry code after the guest's own start code.
    @c(swiftlet_runtime_started)
    func runtimeStarted() {
        Trace.exit("main")
        StandardOutput.flush()
        Trace.exit("entrypoint")
        Trace.event("halt")
    }

    /// Called by the heap when it cannot serve Swift, whose allocations must not fail.
    @c(swiftlet_abort_out_of_memory)
    func abortOutOfMemory(_ size: UInt64, _ alignment: UInt64) {
        var message = AbortMessage()
        message.append("out of memory: ")
        message.append(size)
        message.append(" bytes were asked for, the heap has ")
        message.append(GuestRuntime.environment.pointee.heap.size)
        message.append(" in all: give the sandbox a larger heapSize")
        GuestRuntime.abort(message, code: GuestErrorCode.outOfMemory.rawValue)
    }

    /// Called by the heap when its own records are damaged.
    @c(swiftlet_heap_corrupted)
    func abortHeapCorrupted(_ what: UnsafePointer<CChar>) {
        var message = AbortMessage()
        message.append("heap corruption: ")
        for offset in 0... {
            guard what[offset] != 0 else { break }
            message.append(byte: UInt8(bitPattern: what[offset]))
        }
        GuestRuntime.abort(message)
    }

    /// The one function that the standard library's `print` needs.
    @c(putchar)
    func putCharacter(_ character: CInt) -> CInt {
        StandardOutput.write(UInt8(truncatingIfNeeded: character))
        return character
    }
#endif
