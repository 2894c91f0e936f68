#define _GNU_SOURCE
#include <errno.h>
#include <linux/kvm.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "FloorGuest.h"
#include "FloorMachine.h"

bool floor_spin(floor_machine *self) {
    struct kvm_regs registers = {
        .rip = FLOOR_LOOP + (uint64_t)(floor_spin_start - floor_loop_start), .rsp = FLOOR_STACK_TOP, .rflags = 2};
    self->run->s.regs.regs = registers;
    self->run->kvm_dirty_regs = KVM_SYNC_X86_REGS;
    self->spinning_thread = (int)syscall(SYS_gettid);
    int result = ioctl(self->processor, KVM_RUN, 0);
    int error = errno;
    self->spinning_thread = 0;
    self->run->immediate_exit = 0;
    if (result < 0 && error == EINTR) return true;
    errno = result < 0 ? error : EPROTO;
    return false;
}

void floor_interrupt(floor_machine *self, int signal) {
    self->run->immediate_exit = 1;
    int thread = self->spinning_thread;
    if (thread != 0) syscall(SYS_tgkill, getpid(), thread, signal);
}
