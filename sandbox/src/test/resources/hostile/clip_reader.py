# hostile: looks for the source clip while it decodes
# expect: finished
# output: ['/in/bitstream']
import os, sys
found = []
for folder, folders, files in os.walk("/"):
    if folder.startswith(("/proc", "/usr/lib", "/lib", sys.base_prefix + "/lib")):
        folders.clear()
        continue
    for file in files:
        path = os.path.join(folder, file)
        try:
            start = open(path, "rb").read(20)
        except OSError:
            continue
        if start.startswith(b"YUV4MPEG2") or folder == "/in":
            found.append(path)
print(found)
