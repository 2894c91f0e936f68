#define _GNU_SOURCE
#include "CSystemCalls.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int swiftlet_watch_system_calls(void) {
    struct sock_filter instructions[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)};
    struct sock_fprog program = {.len = 1, .filter = instructions};
    // Without it, only a privileged process may install a filter.
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

int swiftlet_next_system_call(int watcher, struct swiftlet_system_call *call) {
    for (;;) {
        struct pollfd descriptor = {.fd = watcher, .events = POLLIN};
        if (poll(&descriptor, 1, -1) < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        if (!(descriptor.revents & POLLIN)) return 0;
        struct seccomp_notif notification;
        memset(&notification, 0, sizeof notification);
        if (ioctl(watcher, SECCOMP_IOCTL_NOTIF_RECV, &notification) == 0) {
            call->identifier = notification.id;
            call->number = notification.data.nr;
            for (int index = 0; index < 6; index++) call->arguments[index] = notification.data.args[index];
            return 1;
        }
        // The one that was there is over, because of a signal.
        if (errno != ENOENT && errno != EINTR) return -1;
    }
}

int swiftlet_continue_system_call(int watcher, const struct swiftlet_system_call *call) {
    struct seccomp_notif_resp response = {.id = call->identifier, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    return ioctl(watcher, SECCOMP_IOCTL_NOTIF_SEND, &response);
}
