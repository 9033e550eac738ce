# hostile: leaves a message for the next run in shared memory
# expect: crashed
# says: cannot
import os, sys
left = []
for place in ("/dev/shm/message", "/tmp/../message", "/in/message", "/program/message", "/etc/message", "/proc/self/message"):
    try:
        os.close(os.open(place, os.O_CREAT | os.O_RDWR))
        left.append(place)
    except OSError:
        pass
sys.exit("cannot" if not left else 0)
