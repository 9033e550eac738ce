# hostile: looks for the other experiments' processes
# expect: finished
# output: only mine
import os
others = []
for name in os.listdir("/proc"):
    if name.isdigit():
        words = open(f"/proc/{name}/cmdline", "rb").read()
        if b"bwrap" not in words and b"/program/" not in words:
            others.append(words)
print(others or "only mine")
