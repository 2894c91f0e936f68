import GuestSDK
