# hostile: reads back its output through /proc, and so what the harness has not read yet
# expect: crashed
# says: No such file
# output: frame
import os
os.write(1, b"frame\n")
os.open("/proc/self/fd/1", os.O_RDONLY | os.O_NONBLOCK)
