# hostile: leaves its root
# expect: forbidden
# forbids: chroot
import os
os.chroot("/proc/1/root")
