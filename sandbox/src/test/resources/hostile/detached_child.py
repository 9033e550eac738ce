# hostile: leaves a child in a session of its own
# expect: finished
# output: done
import os, time
if os.fork() == 0:
    os.setsid()
    os.closerange(0, 100)
    while True:
        time.sleep(8888)
print("done")
