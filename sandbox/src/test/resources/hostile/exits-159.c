// hostile: passes for one that made a forbidden call, by an exit code
// expect: crashed
int main() { return 159; }
