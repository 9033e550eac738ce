# hostile: leaves words in hints, locks and leases of files that it can only read
# expect: finished
# output: none
import fcntl, os, struct
left = []
for top in ("/usr", "/program", "/in", "/dev"):
    for folder, folders, names in os.walk(top):
        for name in names[:20]:
            try:
                file = os.open(os.path.join(folder, name), os.O_RDONLY | os.O_NONBLOCK)
            except OSError:
                continue
            for what, act in (
                    ("hint", lambda: fcntl.fcntl(file, 1036, struct.pack("Q", 2))),
                    ("hint of the open file", lambda: fcntl.fcntl(file, 1038, struct.pack("Q", 2))),
                    ("lease", lambda: fcntl.fcntl(file, 1024, fcntl.F_RDLCK)),
                    ("lock", lambda: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)),
                    ("lock of a part", lambda: fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB))):
                try:
                    act()
                    left.append((what, folder, name))
                except OSError:
                    pass
            os.close(file)
print(left[:5] or "none")
