// hostile: looks for a capability that is left to it
// expect: crashed
// says: none
#include <linux/capability.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int main() {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0}};
  int found = syscall(SYS_capget, &header, data) != 0;
  for (int i = 0; i < 2; i++) found |= data[i].effective | data[i].permitted | data[i].inheritable;
  for (int each = 0; each < 41; each++) found |= prctl(PR_CAPBSET_READ, each) > 0;
  found |= prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || setuid(0) == 0 || setgid(0) == 0;
  if (!found) { fprintf(stderr, "none\n"); return 7; }
}
