// The smallest guest: it exports nothing and needs nothing.
import GuestSDK
