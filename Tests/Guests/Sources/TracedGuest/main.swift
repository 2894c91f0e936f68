// Guest functions for tests that count trace records by hand. The comment at each lists the records that it makes itself, in
// order; around them are those of the call, which GuestSDK makes.
