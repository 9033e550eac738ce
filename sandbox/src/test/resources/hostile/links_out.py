# hostile: puts links where the harness might follow them
# expect: crashed
# says: cannot
import os, sys
made = []
for link in ("/program/out", "/in/bitstream", "/in/out", "/out"):
    try:
        os.symlink("/etc/shadow", link)
        made.append(link)
    except OSError:
        pass
sys.exit("cannot" if not made else 0)
