// hostile: passes for one that used up its CPU time, by an exit code
// expect: crashed
int main() { return 152; }
