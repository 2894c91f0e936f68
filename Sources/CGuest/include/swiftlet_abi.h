// What Entry.S and the Swift code of both sides must agree on; LayoutTripwireTests compares the two.
#ifndef SWIFTLET_ABI_H
#define SWIFTLET_ABI_H

#define SWIFTLET_ABI_VERSION 1
#define SWIFTLET_CALL_RETURN_PORT 0xe0
#define SWIFTLET_READY_PORT 0xf0

#endif
