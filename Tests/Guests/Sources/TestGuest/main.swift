import GuestSDK

print("started")
startCount += 1
