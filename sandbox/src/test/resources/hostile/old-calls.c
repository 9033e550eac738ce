// hostile: uses the call table of another architecture
// expect: forbidden
// only: amd64
int main() {
  int result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20));
  return result < 0;
}
