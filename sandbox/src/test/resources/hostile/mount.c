// hostile: mounts the host's disks
// expect: forbidden
// forbids: mount
#include <sys/mount.h>
int main() { return mount("proc", "/tmp", "proc", 0, 0) != 0; }
