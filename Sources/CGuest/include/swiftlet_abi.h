// What Entry.S and the Swift code of both sides must agree on; LayoutTripwireTests compares the two.
#ifndef SWIFTLET_ABI_H
#define SWIFTLET_ABI_H

#define SWIFTLET_ABI_VERSION 3
#define SWIFTLET_MEMORY_EVENT_PORT 0xfc

#endif
