// hostile: looks for files of the harness that were left open
// expect: finished
// output: 0 1 2
#include <fcntl.h>
#include <stdio.h>
int main() {
  for (int each = 0; each < 4096; each++)
    if (fcntl(each, F_GETFD) >= 0) printf(each ? " %d" : "%d", each);
}
