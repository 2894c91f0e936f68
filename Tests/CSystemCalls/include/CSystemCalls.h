/// System calls of one thread, shown to another one (seccomp_unotify(2)).
#ifndef CSYSTEMCALLS_H
#define CSYSTEMCALLS_H

#include <stdint.h>
#include <sys/syscall.h>

/// The numbers of ioctl(2) and clock_gettime(2).
enum { SWIFTLET_IOCTL = SYS_ioctl, SWIFTLET_CLOCK_GETTIME = SYS_clock_gettime };

/// A system call that a watched thread is about to make.
struct swiftlet_system_call {
    uint64_t identifier;
    int32_t number;
    uint64_t arguments[6];
};

/// Has each system call of the calling thread wait from now on until somebody lets it go on: a descriptor that tells of
/// them, or -1 with errno. There is no way back, for the thread and for those that it makes.
int swiftlet_watch_system_calls(void);

/// Waits for the next system call: 1, or 0 when the watched threads are gone, or -1 with errno.
int swiftlet_next_system_call(int watcher, struct swiftlet_system_call *call);

/// Lets a system call go on as if nobody had watched it: 0, or -1 with errno (ENOENT if a signal has ended it).
int swiftlet_continue_system_call(int watcher, const struct swiftlet_system_call *call);

#endif
